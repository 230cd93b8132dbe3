// Rows of a table that are chosen with the keyboard (data-pick-rows): while one of its ticks has the focus, j and k lead to the next and the
// previous one, x ticks it, a presses the button that data-pick-rows names. Without this the ticks and buttons do the same.
(() => {
  const ticks = (table) => [...table.querySelectorAll("input[type=checkbox]")];
  const say = (table, words) => {
    const place = document.getElementById(table.dataset.pickSays);
    if (place) {
      place.textContent = words;
    }
  };
  const count = (table) => {
    const all = ticks(table);
    say(table, `${all.filter((tick) => tick.checked).length} / ${all.length}`);
  };
  document.addEventListener("DOMContentLoaded", () => {
    for (const hint of document.querySelectorAll("[data-pick-hint]")) {
      hint.hidden = false;
    }
  });
  document.addEventListener("change", (event) => {
    const table = event.target.closest?.("[data-pick-rows]");
    if (table && event.target.type === "checkbox") {
      count(table);
    }
  });
  document.addEventListener("keydown", (event) => {
    const tick = event.target;
    const table = tick.closest?.("[data-pick-rows]");
    if (!table || tick.type !== "checkbox" || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const all = ticks(table);
    const at = all.indexOf(tick);
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      all[at + (key === "j" ? 1 : -1)]?.focus();
    } else if (key === "x") {
      tick.click();
    } else if (key === "a") {
      document.getElementById(table.dataset.pickRows)?.click();
    } else {
      return;
    }
    event.preventDefault();
  });
})();

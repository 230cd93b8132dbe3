// Choosing a source or a place to refer to: a list in a dialog, searched while somebody types. Without this script the same
// list is a page (under "How to write").
(() => {
  const fold = (text) => text.toLocaleLowerCase("tr").normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ı", "i");

  const search = (dialog, typed) => {
    const wanted = fold(typed).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const group of dialog.querySelectorAll("[data-pick-group]")) {
      let here = 0;
      for (const row of group.querySelectorAll("li")) {
        const words = fold(row.textContent);
        row.hidden = !wanted.every((word) => words.includes(word));
        here += !row.hidden;
      }
      group.hidden = !here;
      count += here;
    }
    const place = dialog.querySelector("[data-pick-count]");
    place.textContent = (count === 1 ? place.dataset.one : place.dataset.many).replace("{count}", count);
  };

  const open = async (button, area) => {
    const { selectionStart: start, selectionEnd: end } = area;
    const answer = await fetch(button.dataset.pick, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) {
      window.open(button.dataset.pick, "_blank"); // the page says what is wrong, or asks to sign in
      return;
    }
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    dialog.setAttribute("aria-labelledby", "pick-title");
    dialog.innerHTML = await answer.text();
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      dialog.remove();
      area.focus();
    });
    dialog.addEventListener("input", (event) => event.target.matches("[data-pick-search]") && search(dialog, event.target.value));
    dialog.addEventListener("keydown", (event) => {
      // Enter in the search takes the first that is left
      if (event.key === "Enter" && event.target.matches("input")) {
        event.preventDefault();
        dialog.querySelector("li:not([hidden]) [data-insert]")?.click();
      }
    });
    dialog.addEventListener("click", (event) => {
      const chosen = event.target.closest("[data-insert]");
      if (!chosen) {
        return;
      }
      const place = dialog.querySelector("[data-pick-place]")?.value.replace(/[[\]\n]/g, "").trim();
      const text = place ? chosen.dataset.insert.replace(/]$/, `, ${place}]`) : chosen.dataset.insert;
      dialog.close();
      writing.put(area, text, { start, end: text.startsWith("[](") ? end : start });
    });
    dialog.showModal();
  };

  writing.each((form) => {
    const area = form.querySelector("textarea[name=body]");
    if (area && writing.once(form, "Pick")) {
      form.addEventListener("click", (event) => {
        const button = event.target.closest("[data-pick]");
        if (button) {
          open(button, area);
        }
      });
    }
  });
})();

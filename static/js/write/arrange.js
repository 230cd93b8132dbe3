// Moving sections in the outline and blocks in a chapter: by pointer or finger (drag the handle) and by keyboard (Space lifts,
// arrows choose the place, Space puts down, Escape leaves it). Every move is the ordinary form of its page, sent from its
// place; the answer is the same page, whose part takes the place of this one. So the server decides, and a page that is out
// of date changes nothing.
//
// [data-arrange] is the part, [data-list] holds items ("" is the list of chapters), [data-item] is one with data-move (where
// it is sent), data-name, data-height (its levels); [data-grip] is its handle.
(() => {
  const NEAR = 6; // pixels within which two places are at the same height, and after which a press becomes a drag
  const INDENT = 32;
  const EDGE = 72; // from the edge of the window, where it begins to scroll

  const partOf = (element) => element.closest("[data-arrange]");
  const listOf = (item) => item.parentElement.closest("[data-list]");
  const itemsOf = (list) => [...list.children].filter((child) => child.matches("[data-item]"));
  const before = (item) => itemsOf(listOf(item))[itemsOf(listOf(item)).indexOf(item) - 1] ?? null;
  const place = (list, after) => `${list.dataset.list || "-"}/${after?.dataset.item ?? "-"}`;
  const depthOf = (list) => {
    let depth = 0;
    for (let up = list; up; up = up.parentElement.closest("[data-list]")) {
      depth += 1;
    }
    return depth;
  };
  const fill = (text, values) => Object.entries(values).reduce((made, [name, value]) => made.replace(`{${name}}`, value), text);
  const say = (part, text) => {
    const voice = part.querySelector("[data-arrange-says]");
    voice.textContent = text;
  };
  const inWords = (part, slot) => {
    const words = part.querySelector("[data-arrange-says]").dataset;
    const list = slot.list.dataset.name;
    return slot.after ? fill(words.placeAfter, { list, after: slot.after.dataset.name }) : fill(words.placeFirst, { list });
  };

  // --- places -----------------------------------------------------------------------------------------------------------

  // Every place where an item may go, from top to bottom, with its height on the page and its level.
  const slotsFor = (item) => {
    const part = partOf(item);
    const deepest = Number(part.dataset.deepest) || 1;
    const height = Number(item.dataset.height) || 1;
    const slots = [];
    const here = before(item);
    for (const list of part.querySelectorAll("[data-list]")) {
      const level = depthOf(list);
      if (item.contains(list) || level + height - 1 > Math.max(deepest, 1)) {
        continue;
      }
      const items = itemsOf(list).filter((one) => one !== item);
      const box = (element) => element.getBoundingClientRect();
      const top = items[0] ? box(items[0]).top : box(list).height ? box(list).top : box(list.parentElement).bottom;
      const left = box(list).left;
      const width = box(part).right - left;
      for (const after of [null, ...items]) {
        const y = (after ? box(after).bottom : top) + window.scrollY;
        slots.push({ list, after, y, left: left + window.scrollX, width, level, isHere: list === listOf(item) && after === here });
      }
    }
    return slots.sort((one, other) => one.y - other.y || one.level - other.level);
  };

  const line = document.createElement("div");
  line.className = "drop-line";
  const mark = (slot) => {
    if (!slot) {
      line.remove();
      return;
    }
    document.body.append(line);
    line.style.insetBlockStart = `${slot.y}px`;
    line.style.insetInlineStart = `${slot.left}px`;
    line.style.inlineSize = `${slot.width}px`;
  };

  // --- sending ----------------------------------------------------------------------------------------------------------

  let isBusy = false;
  let waiting = null; // a press of a plain button while the one before it is on its way

  const exchange = (part, page, focus) => {
    const found = page.querySelector(`#${CSS.escape(part.id)}`);
    document.querySelectorAll(".messages").forEach((old) => old.remove());
    // what somebody is writing stays open
    for (const open of part.querySelectorAll(".block--open")) {
      const holder = open.closest(".gap") ?? open;
      found.querySelector(`#${CSS.escape(holder.id)}`)?.replaceWith(holder);
    }
    const told = page.querySelector(".messages");
    part.replaceWith(found);
    const item = focus && found.querySelector(`[data-item="${CSS.escape(focus)}"]`);
    if (told && item) {
      writing.tell(told, item);
    } else if (told && !found.contains(told)) {
      (document.querySelector("main .wrap") ?? document.querySelector("main")).before(told);
    }
    window.htmx?.process(found);
    prepare(found);
    const at = item?.querySelector("[data-grip]") ?? found.querySelector("[autofocus]");
    at?.focus({ preventScroll: true });
    (item ?? at)?.scrollIntoView({ block: "nearest" });
    return { found, told: told?.textContent.trim() ?? "", wasRefused: !!told?.querySelector(".alert--stop, .alert--warn") };
  };

  const send = async (part, address, body, focus, done) => {
    if (isBusy) {
      return;
    }
    isBusy = true;
    part.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.getElementById(part.id)) {
        window.location.assign(answer.redirected ? answer.url : window.location.href); // the log-in, or an error with words of its own
        return;
      }
      const { found, told, wasRefused } = exchange(part, page, focus);
      say(found, wasRefused || !done ? told : done);
    } catch {
      const words = part.querySelector("[data-arrange-says]").dataset.lost;
      say(part, words);
      const alert = document.createElement("p");
      alert.className = "alert alert--stop";
      alert.textContent = words;
      part.querySelectorAll(":scope > .alert--stop").forEach((old) => old.remove());
      part.prepend(alert);
    } finally {
      isBusy = false;
      part.removeAttribute("aria-busy");
    }
  };

  const move = (item, slot) => {
    const part = partOf(item);
    const body = new FormData(part.querySelector("[data-arrange-form]"));
    body.set("gorulen", place(listOf(item), before(item)));
    body.set("yer", place(slot.list, slot.after));
    if (part.id === "duzen") {
      body.set("donus", "duzen");
    }
    const done = fill(part.querySelector("[data-arrange-says]").dataset.dropped, { name: item.dataset.name, place: inWords(part, slot) });
    return send(part, item.dataset.move, body, item.dataset.item, done);
  };

  // Plain buttons: the same, from what the page shows now (blocks around may have changed since the form was made).
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const part = form.matches("[data-in-place]") && partOf(form);
    if (!part) {
      return;
    }
    event.preventDefault();
    const item = form.closest("[data-item]");
    const body = new FormData(form, event.submitter);
    if (isBusy) {
      waiting = item && body.has("yon") ? { item: item.dataset.item, button: body.get("yon") } : null;
      return;
    }
    if (item && body.has("gorulen")) {
      body.set("gorulen", place(listOf(item), before(item)));
    }
    if (item && "join" in form.dataset) {
      const next = itemsOf(listOf(item))[itemsOf(listOf(item)).indexOf(item) + 1];
      body.set("base_revision", item.dataset.revision);
      body.set("ile", next?.dataset.item ?? "");
      body.set("other_revision", next?.dataset.revision ?? "");
    }
    const pressed = event.submitter?.value;
    send(part, form.getAttribute("action"), body, item?.dataset.item).then(() => {
      const again = item && document.querySelector(`[data-item="${CSS.escape(item.dataset.item)}"]`);
      const details = pressed && again?.querySelector("details.more");
      if (!details) {
        return;
      }
      // the same button again: several steps are several presses
      details.addEventListener(
        "htmx:afterSettle",
        () => {
          const next = waiting?.item === item.dataset.item ? waiting.button : null;
          waiting = null;
          const button = details.querySelector(`button[value="${CSS.escape(next ?? pressed)}"]`);
          (button?.disabled ? details.querySelector("button:not([disabled])") : button)?.focus({ preventScroll: true });
          if (next && !button?.disabled) {
            button?.click();
          }
        },
        { once: true },
      );
      details.open = true;
    });
  });

  // --- pointer ----------------------------------------------------------------------------------------------------------

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.("[data-grip]");
    if (!grip || event.button || isBusy) {
      return;
    }
    const item = grip.closest("[data-item]");
    const from = { x: event.clientX, y: event.clientY + window.scrollY };
    let slots = null;
    let slot = null;
    let scrolling = 0;
    const start = () => {
      slots = slotsFor(item);
      item.classList.add("is-lifted");
      document.documentElement.classList.add("is-dragging");
    };
    const level = depthOf(listOf(item));
    const follow = (moved) => {
      const y = moved.clientY + window.scrollY;
      if (!slots && Math.hypot(moved.clientX - from.x, y - from.y) < NEAR) {
        return;
      }
      if (!slots) {
        start();
      }
      const nearest = Math.min(...slots.map((one) => Math.abs(one.y - y)));
      const wanted = level + Math.round((moved.clientX - from.x) / INDENT);
      [slot] = slots
        .filter((one) => Math.abs(Math.abs(one.y - y) - nearest) <= NEAR)
        .sort((one, other) => Math.abs(one.level - wanted) - Math.abs(other.level - wanted));
      mark(slot);
      clearInterval(scrolling);
      const by = moved.clientY < EDGE ? -12 : moved.clientY > window.innerHeight - EDGE ? 12 : 0;
      if (by) {
        scrolling = setInterval(() => window.scrollBy(0, by), 16);
      }
    };
    const end = (ended) => {
      clearInterval(scrolling);
      for (const [name, act] of listeners) {
        grip.removeEventListener(name, act);
      }
      document.removeEventListener("keydown", escape, true);
      mark(null);
      item.classList.remove("is-lifted");
      document.documentElement.classList.remove("is-dragging");
      if (ended?.type === "pointerup" && slot && !slot.isHere) {
        move(item, slot);
      }
    };
    const escape = (pressed) => {
      if (pressed.key === "Escape") {
        pressed.preventDefault();
        end();
      }
    };
    const listeners = [["pointermove", follow], ["pointerup", end], ["pointercancel", end]];
    grip.setPointerCapture(event.pointerId);
    for (const [name, act] of listeners) {
      grip.addEventListener(name, act);
    }
    document.addEventListener("keydown", escape, true);
  });

  // --- keyboard ---------------------------------------------------------------------------------------------------------

  let lifted = null; // { item, slots, at }

  const gripsOf = (part) => [...part.querySelectorAll("[data-grip]")].filter((grip) => grip.offsetParent);

  const putBack = (isCancelled) => {
    if (!lifted) {
      return;
    }
    const { item, grip } = lifted;
    item.classList.remove("is-lifted");
    grip.removeAttribute("aria-pressed");
    mark(null);
    lifted = null;
    if (isCancelled) {
      const part = partOf(item);
      say(part, fill(part.querySelector("[data-arrange-says]").dataset.cancelled, { name: item.dataset.name }));
    }
  };

  const lift = (grip) => {
    const item = grip.closest("[data-item]");
    const part = partOf(item);
    const slots = slotsFor(item);
    lifted = { item, grip, slots, at: Math.max(0, slots.findIndex((slot) => slot.isHere)) };
    item.classList.add("is-lifted");
    grip.setAttribute("aria-pressed", "true");
    mark(slots[lifted.at]);
    say(part, fill(part.querySelector("[data-arrange-says]").dataset.lifted, { name: item.dataset.name, place: inWords(part, slots[lifted.at]) }));
  };

  // The next place up or down on the nearest level, or the other level at the same height.
  const step = (key) => {
    const { slots, at } = lifted;
    const now = slots[at];
    const isSame = (slot) => Math.abs(slot.y - now.y) <= NEAR;
    let next = null;
    if (key === "ArrowUp" || key === "ArrowDown") {
      const there = slots.filter((slot) => !isSame(slot) && (key === "ArrowUp" ? slot.y < now.y : slot.y > now.y));
      const y = key === "ArrowUp" ? Math.max(...there.map((slot) => slot.y)) : Math.min(...there.map((slot) => slot.y));
      [next] = there.filter((slot) => Math.abs(slot.y - y) <= NEAR).sort((one, other) => Math.abs(one.level - now.level) - Math.abs(other.level - now.level));
    } else {
      const by = key === "ArrowRight" ? 1 : -1;
      next = slots.find((slot) => isSame(slot) && slot.level === now.level + by);
    }
    if (next) {
      lifted.at = slots.indexOf(next);
      mark(next);
      line.scrollIntoView({ block: "nearest" });
      say(partOf(lifted.item), inWords(partOf(lifted.item), next));
    }
  };

  document.addEventListener("keydown", (event) => {
    const grip = event.target.closest?.("[data-grip]");
    if (!grip || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const part = partOf(grip);
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      if (event.repeat || isBusy) {
        return;
      }
      if (!lifted) {
        lift(grip);
        return;
      }
      const { item, slots, at } = lifted;
      const slot = slots[at];
      putBack(slot.isHere);
      if (!slot.isHere) {
        move(item, slot);
      }
    } else if (event.key === "Escape" && lifted) {
      event.preventDefault();
      putBack(true);
    } else if (event.key.startsWith("Arrow") && lifted) {
      event.preventDefault();
      step(event.key);
    } else if (["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) {
      event.preventDefault();
      const grips = gripsOf(part);
      const at = grips.indexOf(grip);
      const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: grips.length - 1 }[event.key];
      grips[to]?.focus();
    } else if (event.key === "F2") {
      event.preventDefault();
      grip.closest("[data-item]").querySelector("[data-rename]")?.click();
    }
  });
  document.addEventListener("focusout", (event) => {
    if (lifted && event.target === lifted.grip) {
      putBack(true);
    }
  });

  // One stop for Tab in the whole outline: the line where somebody was last, with what can be done in it.
  const rove = (part, current) => {
    for (const row of part.querySelectorAll(".outline__row")) {
      const isCurrent = row === current;
      for (const control of row.querySelectorAll("a, button, summary")) {
        control.tabIndex = isCurrent ? 0 : -1;
      }
    }
  };
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("[data-roving] .outline__row");
    if (row) {
      rove(partOf(row), row);
    }
  });

  const prepare = (part) => {
    for (const grip of part.querySelectorAll("[data-grip]")) {
      grip.hidden = false;
    }
    if ("roving" in part.dataset) {
      const focused = part.querySelector("[autofocus]")?.closest(".outline__row");
      rove(part, focused ?? part.querySelector(".outline__row"));
    }
  };
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-arrange]").forEach(prepare));
  document.addEventListener("htmx:load", (event) => {
    const part = event.target.matches?.("[data-arrange]") ? event.target : event.target.closest?.("[data-arrange]");
    if (part) {
      prepare(part);
    }
  });
})();

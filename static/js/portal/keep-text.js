// Nothing typed is lost: what is written in <form data-keep="name"> is kept in this browser while it is written, and given
// back after an error, a lost connection, an expired session, a closed window or a crash. It is forgotten once the form
// arrived, on signing out, and after a day (a week where data-keep-all says that a long text is written). Kept per person
// (body data-keeper), so that another person at the same computer never sees it. Forms about confidential matters carry
// no data-keep; where a form itself asks for it, data-keep-not="name=value" names the choice that ends the keeping: with
// it chosen nothing is kept, and what was kept is gone at once.
//
// Long texts alone are kept, with data-keep-fields every field but files and passwords, with data-keep-all those too and as
// an editor's text: for a week, listed where it waits, forgotten when the server says that it arrived. The browser writes at once and to the
// disk (IndexedDB, strict), because a crash takes what is only in memory. data-keep-base is the revision on which somebody
// writes: a text that was written on an older one is offered as a choice, and goes through the merge when it is saved.
// Where a form offers no choice, it goes as one that was written on the older revision, and the server shows both.
(() => {
  const DAY = 24 * 60 * 60 * 1000;
  const LONGEST = { short: DAY, long: 7 * DAY };
  const PAUSE = 300; // milliseconds of writing between two times of keeping
  const WAITING = "kept-sent";
  const LEFT = "kept-left"; // what was sent and did not arrive, while the way back leads over other pages
  const keeper = () => document.body.dataset.keeper || "";
  const keyOf = (form) => `${keeper()}:${form.dataset.keep}`;

  // --- the store ------------------------------------------------------------------------------------------------------

  const opened = new Promise((resolve) => {
    try {
      const request = window.indexedDB.open("kept-texts", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("texts");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null); // storage is switched off: then nothing is kept
      request.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });

  const change = async (act) => {
    const base = await opened;
    if (!base) {
      return false;
    }
    return new Promise((resolve) => {
      const transaction = base.transaction("texts", "readwrite", { durability: "strict" });
      act(transaction.objectStore("texts"));
      transaction.oncomplete = () => resolve(true);
      transaction.onabort = transaction.onerror = () => resolve(false);
      transaction.commit?.();
    });
  };

  const every = async () => {
    const base = await opened;
    if (!base) {
      return new Map();
    }
    return new Promise((resolve) => {
      const found = new Map();
      const cursor = base.transaction("texts").objectStore("texts").openCursor();
      cursor.onsuccess = () => {
        if (cursor.result) {
          found.set(cursor.result.key, cursor.result.value);
          cursor.result.continue();
        } else {
          resolve(found);
        }
      };
      cursor.onerror = () => resolve(found);
    });
  };

  // null where the browser allows no storage
  const session = (() => {
    try {
      return window.sessionStorage;
    } catch {
      return null;
    }
  })();

  const forget = (...keys) => change((texts) => keys.forEach((key) => texts.delete(key)));

  // --- what a form holds ----------------------------------------------------------------------------------------------

  const LEFT_OUT = new Set(["file", "password", "submit", "button", "image", "reset"]);
  const isEditor = (form) => "keepAll" in form.dataset;
  const isWhole = (form) => isEditor(form) || "keepFields" in form.dataset;
  const isSecret = (form) => {
    const [name, value] = (form.dataset.keepNot || "").split("=");
    return !!name && new FormData(form).getAll(name).includes(value);
  };
  const fieldsOf = (form) =>
    [...form.elements].filter((field) => {
      if (!field.name || field.name === "csrfmiddlewaretoken") {
        return false;
      }
      if (!isWhole(form)) {
        return field.matches("textarea");
      }
      return field.matches("textarea, select, input") && !LEFT_OUT.has(field.type) && (field.type !== "hidden" || "keepValue" in field.dataset);
    });
  const isTicked = (field) => field.type === "checkbox" || field.type === "radio";
  const valueOf = (field) => (isTicked(field) ? field.checked : field.value);
  // what the field held when the page came; a form that came back with errors is all new
  const firstValue = (field) => {
    if (isTicked(field)) {
      return field.defaultChecked;
    }
    if (field.matches("select")) {
      return [...field.options].find((option) => option.defaultSelected)?.value ?? field.options[0]?.value ?? "";
    }
    return field.defaultValue;
  };
  const nameOf = (field) => (isTicked(field) ? `${field.name}=${field.value}` : field.name);
  const isTyped = (field) => field.type !== "hidden" && valueOf(field) !== firstValue(field) && (isTicked(field) || isWhole(field.form) || field.value.trim());
  const isAnswered = (form) => "keepAnswered" in form.dataset || !!form.querySelector(".field--error, .summary-err");

  const read = (form) => {
    if (isSecret(form)) {
      return null;
    }
    const fields = fieldsOf(form);
    if (!isAnswered(form) && !fields.some(isTyped)) {
      return null;
    }
    const values = {};
    for (const field of fields) {
      values[nameOf(field)] = valueOf(field);
    }
    return {
      at: Date.now(),
      life: isEditor(form) ? LONGEST.long : LONGEST.short,
      base: form.dataset.keepBase || "",
      label: form.dataset.keepLabel || "",
      address: form.dataset.keepAddress || form.getAttribute("action") || window.location.pathname + window.location.search,
      values,
    };
  };

  const write = (form, values) => {
    for (const field of fieldsOf(form)) {
      const value = values[nameOf(field)];
      if (value === undefined) {
        continue;
      }
      if (value !== valueOf(field)) {
        field.closest("details")?.setAttribute("open", ""); // nobody overlooks what was given back
      }
      if (isTicked(field)) {
        field.checked = value;
      } else {
        field.value = value;
      }
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
    form.dispatchEvent(new Event("kept-given", { bubbles: true }));
  };

  // --- keeping --------------------------------------------------------------------------------------------------------

  const clock = (time) => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format(time).replace(":", document.documentElement.lang === "tr" ? "." : ":");
  const unsaved = new Set();

  const say = (form, time) => {
    const place = form.querySelector("[data-kept-when]");
    if (place) {
      place.hidden = !time;
      place.querySelector("span").textContent = time ? place.dataset.words.replace("{time}", clock(time)) : "";
    }
  };

  const keep = async (form) => {
    const found = read(form);
    if (found) {
      unsaved.add(form);
      if (await change((texts) => texts.put(found, keyOf(form)))) {
        say(form, found.at);
      }
    } else {
      unsaved.delete(form);
      await forget(keyOf(form));
      say(form, 0);
    }
  };

  const show = (form, selector, on = true) => {
    const place = form.querySelector(selector);
    if (place) {
      place.hidden = !on;
    }
    return place;
  };

  const drop = (form) => {
    form.reset();
    form.dispatchEvent(new Event("kept-given", { bubbles: true }));
    show(form, "[data-kept-note]", false);
    show(form, "[data-kept-choice]", false);
    unsaved.delete(form);
    say(form, 0);
    forget(keyOf(form));
  };

  const giveBack = (form, kept) => {
    // What the server gave back after an error is newer than what was kept.
    if (!kept || isAnswered(form)) {
      return;
    }
    const differs = fieldsOf(form).some((field) => kept.values[nameOf(field)] !== undefined && field.type !== "hidden" && kept.values[nameOf(field)] !== valueOf(field));
    if (!differs) {
      forget(keyOf(form));
      return;
    }
    const base = form.querySelector("[name=base_revision]");
    const choice = form.querySelector("[data-kept-choice]");
    if (base && choice && kept.base !== (form.dataset.keepBase || "")) {
      show(form, "[data-kept-choice]");
      choice.querySelector("[data-kept-text]").textContent = kept.values.body ?? Object.values(kept.values).join("\n");
      choice.querySelector("[data-kept-take]").addEventListener("click", () => {
        choice.hidden = true;
        // written on the older revision: saving it leads to both texts side by side
        base.value = form.dataset.keepBase = kept.base;
        write(form, kept.values);
        form.querySelector("textarea")?.focus();
      });
      choice.querySelector("[data-kept-drop]").addEventListener("click", () => drop(form));
      return;
    }
    if (base && kept.base) {
      base.value = form.dataset.keepBase = kept.base;
    }
    write(form, kept.values);
    unsaved.add(form);
    say(form, kept.at);
    const note = show(form, "[data-kept-note]");
    note?.querySelector("button")?.addEventListener("click", () => drop(form));
  };

  const watch = async (form) => {
    if (form.dataset.kept) {
      return;
    }
    form.dataset.kept = "yes";
    const kept = (await every()).get(keyOf(form));
    giveBack(form, kept);
    let timer;
    let last = 0;
    const now = () => {
      clearTimeout(timer);
      last = Date.now();
      keep(form);
    };
    const soon = (event) => {
      if (!event.isTrusted && event.target === form) {
        return; // what was just given back
      }
      if (isSecret(form)) {
        now();
        return;
      }
      unsaved.add(form);
      clearTimeout(timer);
      timer = setTimeout(now, Math.max(0, PAUSE - (Date.now() - last)));
    };
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    form.addEventListener("keep-now", now);
    form.addEventListener("submit", (event) => {
      now();
      if (event.defaultPrevented) {
        return; // it was not sent (offline.js)
      }
      if (event.submitter?.name !== "preview") {
        unsaved.delete(form); // sent: leaving needs no warning
      }
      if (isSecret(form)) {
        session?.removeItem(WAITING);
      } else if (!form.hasAttribute("data-hx-post") && !isEditor(form)) {
        session?.setItem(WAITING, keyOf(form));
      }
    });
    if (isAnswered(form) && isWhole(form)) {
      keep(form);
    }
  };

  // --- what arrived ---------------------------------------------------------------------------------------------------

  // A form of a text says so itself: by a cookie after a page of its own, by an event where htmx sent it.
  const arrivedByCookie = () => {
    const found = document.cookie.match(/(?:^|; )text_arrived=([\w-]+)/);
    if (found) {
      document.cookie = "text_arrived=; Max-Age=0; Path=/; SameSite=Lax";
      return forget(`${keeper()}:${found[1]}`);
    }
    return null;
  };
  document.addEventListener("text-arrived", (event) => forget(`${keeper()}:${event.detail.name}`));
  document.addEventListener("htmx:afterRequest", arrivedByCookie); // a redirect that htmx followed

  // Another form was sent, and this page is not the form again, not the log-in, not an error, and not reached by going
  // back or loading once more: it arrived. Where the log-in or an error answered, it did not: it waits for its form,
  // however many pages lie between, and those pages may say so.
  const arrivedByPage = async (forms) => {
    const sent = session?.getItem(WAITING);
    if (document.body.hasAttribute("data-interruption")) {
      if (sent) {
        session.removeItem(WAITING);
        session.setItem(LEFT, sent);
      }
      await sayWhatWaits();
      return null;
    }
    session?.removeItem(LEFT);
    const way = performance.getEntriesByType("navigation")[0]?.type;
    if (!sent || way === "back_forward" || way === "reload") {
      return null;
    }
    session.removeItem(WAITING);
    const again = forms.some((form) => keyOf(form) === sent);
    return !again || !document.querySelector(".summary-err") ? forget(sent) : null;
  };

  // [data-kept-waits] is shown instead of [data-kept-lost] where what was sent is kept in this browser.
  const sayWhatWaits = async () => {
    const left = session?.getItem(LEFT);
    const place = document.querySelector("[data-kept-waits]");
    // before the log-in nobody is known; afterwards it must be the person who wrote it
    const isTheirs = !keeper() || left?.startsWith(`${keeper()}:`);
    if (place && left && isTheirs && (await every()).has(left)) {
      place.hidden = false;
      document.querySelector("[data-kept-lost]")?.setAttribute("hidden", "");
    }
  };

  // --- texts that wait, on a page without their form ------------------------------------------------------------------

  const list = async () => {
    const place = document.querySelector("[data-kept-list]");
    if (!place) {
      return;
    }
    const items = place.querySelector("[data-kept-items]");
    const forms = [...document.querySelectorAll("form[data-keep]")].map(keyOf);
    const mine = [...(await every())].filter(([key, kept]) => key.startsWith(`${keeper()}:`) && kept.life === LONGEST.long && !forms.includes(key));
    items.replaceChildren();
    for (const [key, kept] of mine.sort((one, other) => other[1].at - one[1].at)) {
      const row = place.querySelector("template").content.cloneNode(true);
      for (const label of row.querySelectorAll("[data-kept-label]")) {
        label.textContent = label.classList.contains("vh") ? ` ${kept.label}` : kept.label;
      }
      row.querySelector("[data-kept-time]").textContent = clock(kept.at);
      row.querySelector("[data-kept-go]").href = kept.address;
      row.querySelector("[data-kept-drop]").addEventListener("click", async () => {
        await forget(key);
        await list();
      });
      items.append(row);
    }
    place.hidden = !mine.length;
  };

  // --- the page -------------------------------------------------------------------------------------------------------

  document.addEventListener("DOMContentLoaded", async () => {
    const forms = [...document.querySelectorAll("form[data-keep]")];
    await arrivedByCookie();
    await arrivedByPage(forms);
    const old = [...(await every())].filter(([, kept]) => Date.now() - kept.at > (kept.life || DAY)).map(([key]) => key);
    if (old.length) {
      await forget(...old);
    }
    forms.forEach(watch);
    await list();
  });

  // A form that htmx brought into the page later.
  document.addEventListener("htmx:load", (event) => {
    for (const form of event.target.querySelectorAll?.("form[data-keep]") ?? []) {
      watch(form).then(list);
    }
  });

  // What was typed in the last moment, before the page goes.
  const flush = () => {
    for (const form of document.querySelectorAll("form[data-kept]")) {
      if (unsaved.has(form)) {
        form.dispatchEvent(new Event("keep-now"));
      }
    }
  };
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => document.hidden && flush());

  // Long texts: the browser asks before it leaves them unsaved.
  window.addEventListener("beforeunload", (event) => {
    if ([...unsaved].some((form) => form.isConnected && isEditor(form))) {
      event.preventDefault();
    }
  });

  // Signing out forgets everything.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-forget]")) {
      change((texts) => texts.clear());
    }
  });
})();

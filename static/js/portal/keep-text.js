// Nothing typed is lost: long texts in <form data-keep="name"> are kept in this browser while they are written, and given
// back after an error, an expired session or a closed window. They are forgotten once the form arrived, on signing out,
// and after a day. Kept per person (body data-keeper), so that another person at the same computer never sees them.
// Forms about confidential matters carry no data-keep.
(() => {
  const PREFIX = "kept:";
  const DAY = 24 * 60 * 60 * 1000;
  const WAITING = "kept-sent";

  const store = (area) => {
    try {
      area.setItem("kept-test", "1");
      area.removeItem("kept-test");
      return area;
    } catch {
      return null; // storage is switched off: then nothing is kept
    }
  };
  const texts = store(window.localStorage);
  const session = store(window.sessionStorage);
  if (!texts || !session) {
    return;
  }

  const keyOf = (form) => `${PREFIX}${document.body.dataset.keeper || ""}:${form.dataset.keep}`;
  const fieldsOf = (form) => form.querySelectorAll("textarea[name]");

  const forget = (test) => {
    for (const key of Object.keys(texts)) {
      if (key.startsWith(PREFIX) && test(key)) {
        texts.removeItem(key);
      }
    }
  };

  const read = (key) => {
    try {
      return JSON.parse(texts.getItem(key)) || null;
    } catch {
      return null;
    }
  };

  const keep = (form) => {
    const values = {};
    for (const field of fieldsOf(form)) {
      if (field.value.trim() && field.value !== field.defaultValue) {
        values[field.name] = field.value;
      }
    }
    if (Object.keys(values).length) {
      texts.setItem(keyOf(form), JSON.stringify({ at: Date.now(), values }));
    } else {
      texts.removeItem(keyOf(form));
    }
  };

  const giveBack = (form) => {
    const kept = read(keyOf(form));
    if (!kept) {
      return;
    }
    let given = false;
    for (const field of fieldsOf(form)) {
      const value = kept.values[field.name];
      // What the server gave back after an error is newer than what was kept.
      if (value && value !== field.value && field.value === field.defaultValue && !form.querySelector(".field--error")) {
        field.value = value;
        given = true;
      }
    }
    const note = form.querySelector("[data-kept-note]");
    if (given && note) {
      note.hidden = false;
      note.querySelector("button")?.addEventListener("click", () => {
        form.reset();
        texts.removeItem(keyOf(form));
        note.hidden = true;
      });
    }
  };

  const watch = (form) => {
    if (form.dataset.kept) {
      return;
    }
    form.dataset.kept = "yes";
    giveBack(form);
    let timer;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => keep(form), 400);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      keep(form);
      // What htmx sends leaves no page: its key names the revision, so a later one never meets it.
      if (!form.hasAttribute("data-hx-post")) {
        session.setItem(WAITING, keyOf(form));
      }
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    forget((key) => Date.now() - (read(key)?.at || 0) > DAY);
    const forms = [...document.querySelectorAll("form[data-keep]")];

    // The form was sent and this page is not the form again, not the log-in and not an error: it arrived.
    const sent = session.getItem(WAITING);
    if (sent && !document.body.hasAttribute("data-interruption")) {
      const again = forms.some((form) => keyOf(form) === sent);
      if (!again || !document.querySelector(".summary-err")) {
        texts.removeItem(sent);
      }
      session.removeItem(WAITING);
    }

    forms.forEach(watch);
  });

  // A form that htmx brought into the page later.
  document.addEventListener("htmx:load", (event) => {
    for (const form of event.target.querySelectorAll?.("form[data-keep]") ?? []) {
      watch(form);
    }
  });

  // Signing out forgets everything.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-forget]")) {
      forget(() => true);
    }
  });
})();

// What is pasted from Word, LibreOffice, Google Docs or a web page arrives as clean Markdown: the server turns the HTML of the
// clipboard into it. Where it cannot be asked, the plain text is pasted. Ctrl+Shift+V always pastes plain text.
(() => {
  const LONGEST = 2_000_000;

  // What stands between the clipboard's <body> tags, without styles and comments, which are most of it. It is never parsed
  // here: not even what a document only could load is asked for.
  const bodyOf = (html) =>
    (html.match(/<body[^>]*>([^]*)<\/body>/i)?.[1] ?? html).replace(/<!--[^]*?-->/g, "").replace(/<(style|script|xml)\b[^]*?<\/\1>/gi, "");

  const remark = (form, text, tables) => {
    const place = form.querySelector("[data-paste-note]");
    place.hidden = !text;
    place.textContent = text;
    const offer = (words, given) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn--s btn--line";
      button.textContent = words.replace("{number}", given.number);
      button.addEventListener("click", () => {
        button.remove();
        if (!place.querySelector("button")) {
          place.replaceChildren();
          place.hidden = true;
        }
        form.dispatchEvent(new CustomEvent("add-tables", { detail: given.tables, bubbles: true }));
      });
      place.append(" ", button);
    };
    const words = place.dataset;
    const isOne = tables.length === 1;
    if (!form.closest(".gap, [data-item]")) {
      // a page of its own: there is no place beside the text
      tables.forEach((table, index) => offer(isOne ? words.typeOnly : words.typeTable, { number: index + 1, tables: [table] }));
    } else if (form.closest(".gap") && !isOne && tables.length) {
      offer(words.addTables, { number: tables.length, tables });
    } else {
      tables.forEach((table, index) => offer(isOne ? words.addOnly : words.addTable, { number: index + 1, tables: [table] }));
    }
  };

  const paste = async (form, area, html, plain) => {
    const { selectionStart: start, selectionEnd: end, value } = area;
    const place = form.querySelector("[data-paste-note]");
    place.hidden = false;
    place.textContent = place.dataset.working;
    const answer = await fetch(form.dataset.paste, {
      method: "POST",
      headers: { "X-CSRFToken": writing.csrf(form) },
      body: new URLSearchParams({ html }),
    }).catch(() => null);
    const found = answer?.ok && !answer.redirected ? await answer.json().catch(() => null) : null;
    remark(form, found?.remark ?? "", found?.tables ?? []);
    let text = found ? found.markdown : plain;
    if (area.value !== value) {
      // somebody wrote on while the server worked: what was pasted goes where the cursor is now
      writing.put(area, text);
      return;
    }
    // paragraphs do not run into what stands before and behind them
    if (text.includes("\n\n") || /^(?:[-+*] |\d+[.)] |> )/.test(text)) {
      const before = value.slice(0, start);
      const behind = value.slice(end);
      text = `${before.trim() && !before.endsWith("\n\n") ? "\n\n" : ""}${text}${behind.trim() && !behind.startsWith("\n\n") ? "\n\n" : ""}`;
    }
    writing.put(area, text, { start, end });
  };

  writing.each((form) => {
    const area = form.querySelector("textarea[name=body]");
    if (!area || !form.querySelector("[data-paste-note]") || !writing.once(form, "Paste")) {
      return;
    }
    area.addEventListener("paste", (event) => {
      const html = event.clipboardData.getData("text/html");
      const plain = event.clipboardData.getData("text/plain");
      const body = html && html.length < 20 * LONGEST ? bodyOf(html) : "";
      // nothing but words: the browser's own way
      if (!/<(?:p|b|i|strong|em|a|ul|ol|table|h[1-6]|blockquote|br|span|div|img)\b/i.test(body) || body.length > LONGEST) {
        return;
      }
      event.preventDefault();
      paste(form, area, body, plain);
    });
  });

  // Do something once what is being added at a place has been saved; with the place behind it. Errors are mended first; who
  // gives up adds nothing more.
  const onceAdded = (gap, act) => {
    const { previousElementSibling: before, nextElementSibling: behind, parentElement: list } = gap;
    const look = () => {
      const last = behind ? behind.previousElementSibling : list.lastElementChild;
      if (last?.querySelector("form.editor")) {
        return;
      }
      document.removeEventListener("htmx:load", look);
      if (last?.matches(".gap") && last.previousElementSibling !== before) {
        act(last);
      }
    };
    document.addEventListener("htmx:load", look);
  };

  // The editor of a table takes a place, filled in; behind it, once it is saved, come the others.
  const openTables = (gap, address, [table, ...others]) => {
    const fill = (loaded) => {
      const area = loaded.target.querySelector?.("form.editor textarea[name=body]");
      if (!area || !loaded.target.closest(`#${CSS.escape(gap.id)}`)) {
        return;
      }
      document.removeEventListener("htmx:load", fill);
      area.value = table;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.form.dispatchEvent(new Event("kept-given", { bubbles: true }));
      if (others.length) {
        onceAdded(area.closest(".gap"), (next) => openTables(next, addressOf(next), others));
      }
    };
    document.addEventListener("htmx:load", fill);
    window.htmx.ajax("GET", address, { target: gap, swap: "outerHTML" });
  };

  // Where a closed place between blocks asks for a table.
  const addressOf = (gap) => {
    const [path, query = ""] = gap.querySelector("[data-hx-get]").dataset.hxGet.split("?");
    return `${path}table/?${query}`;
  };

  // A table is a block of its own: its editor opens behind the block that is being written. One that is only being added is
  // saved first; where nothing was written in it, the table takes its place.
  document.addEventListener("add-tables", (event) => {
    const form = event.target;
    const area = form.querySelector("textarea[name=body]");
    const own = form.closest(".gap");
    const block = form.closest("[data-item]");
    if (own && area.value.trim()) {
      onceAdded(own, (next) => openTables(next, addressOf(next), event.detail));
      form.requestSubmit(form.querySelector("button[type=submit]:not([name])"));
    } else if (own) {
      const { pathname, search } = new URL(form.action);
      openTables(own, `${pathname.replace(/[^/]+\/$/, "table/")}${search}`, event.detail);
    } else if (block?.nextElementSibling?.matches(".gap:not(.gap--open)")) {
      openTables(block.nextElementSibling, addressOf(block.nextElementSibling), event.detail);
    } else {
      const text = event.detail.join("\n\n");
      writing.put(area, `${area.value.trim() ? "\n\n" : ""}${text}`, { start: area.value.length, end: area.value.length });
    }
  });
})();

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
    tables.forEach((table, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn--s btn--line";
      button.textContent = place.dataset.addTable.replace("{number}", index + 1);
      button.addEventListener("click", () => {
        button.remove();
        form.dispatchEvent(new CustomEvent("add-table", { detail: table, bubbles: true }));
      });
      place.append(" ", button);
    });
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

  // A table is a block of its own: its editor opens behind the block that is being written, filled in.
  document.addEventListener("add-table", (event) => {
    const block = event.target.closest(".block");
    const gap = event.target.closest(".gap") ?? block?.nextElementSibling;
    const address = gap?.matches(".gap") && gap.querySelector("[data-hx-get]")?.dataset.hxGet;
    const area = event.target.querySelector("textarea[name=body]");
    if (!address || !block?.dataset.item) {
      writing.put(area, `${area.value.trim() ? "\n\n" : ""}${event.detail}`, { start: area.value.length, end: area.value.length });
      return;
    }
    const [path, query = ""] = address.split("?");
    const fill = (loaded) => {
      const table = loaded.target.querySelector?.("form.editor textarea[name=body]");
      if (table && loaded.target.closest(`#${CSS.escape(gap.id)}`)) {
        document.removeEventListener("htmx:load", fill);
        table.value = event.detail;
        table.dispatchEvent(new Event("input", { bubbles: true }));
        table.form.dispatchEvent(new Event("kept-given", { bubbles: true }));
      }
    };
    document.addEventListener("htmx:load", fill);
    window.htmx.ajax("GET", `${path}table/?${query}`, { target: gap, swap: "outerHTML" });
  });
})();

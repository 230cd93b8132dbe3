// What the parts of the editor share: putting text where the cursor is, so that the browser can take it back (Ctrl+Z).
const writing = {
  // Replace from start to end and select what shall be typed over (from, to: within the new text; its end without).
  put(area, text, { start = area.selectionStart, end = area.selectionEnd, from = text.length, to = from } = {}) {
    area.focus();
    area.setSelectionRange(start, end);
    if (!(text ? document.execCommand("insertText", false, text) : document.execCommand("delete")) && (text || start !== end)) {
      area.setRangeText(text, start, end, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    area.setSelectionRange(start + from, start + to);
  },

  // Do something with every editor that is on the page, and with those that come.
  each(act) {
    const all = (root) => {
      if (root.matches?.("form.editor")) {
        act(root);
      }
      root.querySelectorAll?.("form.editor").forEach(act);
    };
    document.addEventListener("DOMContentLoaded", () => all(document));
    document.addEventListener("htmx:load", (event) => all(event.target));
    if (document.readyState !== "loading") {
      all(document);
    }
  },

  // true the first time
  once(element, name) {
    const key = `did${name}`;
    const isFirst = !element.dataset[key];
    element.dataset[key] = "yes";
    return isFirst;
  },

  csrf(form) {
    return form.querySelector("[name=csrfmiddlewaretoken]").value;
  },
};

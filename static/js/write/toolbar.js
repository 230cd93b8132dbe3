// The toolbar above a text writes Markdown: the same signs that anyone can type. Arrow keys go from button to button.
(() => {
  const lines = (area) => {
    const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const behind = area.value.indexOf("\n", area.selectionEnd);
    const end = behind < 0 ? area.value.length : behind;
    return { start, end, text: area.value.slice(start, end) };
  };

  // **bold**, *slanted*: round the words that are selected, or the word at the cursor; away where it is there already.
  const around = (area, mark, example) => {
    let { selectionStart: start, selectionEnd: end } = area;
    if (start === end) {
      start -= area.value.slice(0, start).match(/[\p{L}\p{N}’']*$/u)[0].length;
      end += area.value.slice(end).match(/^[\p{L}\p{N}’']*/u)[0].length;
    }
    const text = area.value.slice(start, end);
    const words = text.trim();
    if (!words) {
      writing.put(area, mark + example + mark, { start, end, from: mark.length, to: mark.length + example.length });
      return;
    }
    const lead = text.length - text.trimStart().length;
    start += lead;
    end = start + words.length;
    const outside = area.value.slice(start - mark.length, start) === mark && area.value.slice(end, end + mark.length) === mark;
    const isOther = mark === "*" && area.value.slice(start - 2, start) === "**" && area.value.slice(start - 3, start) !== "***";
    if (outside && !isOther) {
      writing.put(area, words, { start: start - mark.length, end: end + mark.length, from: 0, to: words.length });
    } else {
      writing.put(area, mark + words + mark, { start, end, from: mark.length, to: mark.length + words.length });
    }
  };

  const MARK = /^(\s*)(?:[-+*] |\d{1,9}[.)] |> ?)/;
  // "- ", "1. ", "> " before each line that is selected; away where all have it.
  const before = (area, kind) => {
    const { start, end, text } = lines(area);
    const rows = text.split("\n");
    const is = { bullets: /^\s*[-+*] /, numbers: /^\s*\d{1,9}[.)] /, quotation: /^\s*>/ }[kind];
    const off = rows.filter((row) => row.trim()).every((row) => is.test(row)) && text.trim();
    let number = 0;
    const changed = rows
      .map((row) => {
        const plain = row.replace(MARK, "$1");
        if (off || (!row.trim() && rows.length > 1)) {
          return kind === "quotation" && !off ? ">" : plain;
        }
        number += 1;
        return { bullets: `- ${plain}`, numbers: `${number}. ${plain}`, quotation: `> ${plain}` }[kind];
      })
      .filter((row, index, all) => kind === "quotation" || row.trim() || all.length === 1 || off)
      .join("\n");
    writing.put(area, changed, { start, end });
  };

  const link = (area, button) => {
    const { selectionStart: start, selectionEnd: end } = area;
    const words = area.value.slice(start, end);
    const isAddress = /^https?:\/\/\S+$/.test(words);
    const address = isAddress ? words : "https://";
    const label = isAddress || !words ? button.dataset.addressWord : words;
    const text = `[${label}](${address})`;
    const at = isAddress || !words ? 1 : label.length + 3;
    writing.put(area, text, { from: at, to: isAddress || !words ? 1 + label.length : at + address.length });
  };

  const note = (area, button) => {
    const words = area.value.slice(area.selectionStart, area.selectionEnd) || button.dataset.noteWord;
    writing.put(area, `^[${words}]`, { from: 2, to: 2 + words.length });
  };

  const ACTS = {
    bold: (area, button) => around(area, "**", button.closest("[data-word]").dataset.word),
    italic: (area, button) => around(area, "*", button.closest("[data-word]").dataset.word),
    bullets: (area) => before(area, "bullets"),
    numbers: (area) => before(area, "numbers"),
    quotation: (area) => before(area, "quotation"),
    link,
    note,
  };
  const KEYS = { b: "bold", i: "italic", k: "link" };
  const DIGITS = { Digit7: "numbers", Digit8: "bullets", Digit9: "quotation" };

  // Enter goes on with a list; on an empty item it ends it.
  const goOn = (event, area) => {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.isComposing || area.selectionStart !== area.selectionEnd) {
      return;
    }
    const { start, text } = lines(area);
    const mark = text.match(/^(\s*)([-+*]|(\d{1,8})[.)]) /) || text.match(/^()(>) /);
    if (!mark || area.selectionStart < start + mark[0].length) {
      return;
    }
    event.preventDefault();
    if (!text.slice(mark[0].length).trim()) {
      writing.put(area, "", { start, end: area.selectionStart });
      return;
    }
    const next = mark[3] ? `${Number(mark[3]) + 1}${mark[2].slice(-1)}` : mark[2];
    writing.put(area, `\n${mark[1]}${next} `);
  };

  const count = (toolbar, area) => {
    const place = toolbar.querySelector("[data-word-count]");
    const words = area.value.match(/[\p{L}\p{N}]+(?:[’'.,-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
    place.textContent = (words === 1 ? place.dataset.one : place.dataset.many).replace("{count}", words.toLocaleString(document.documentElement.lang));
  };

  const rove = (toolbar) => {
    const buttons = [...toolbar.querySelectorAll("button")];
    buttons.forEach((button, index) => (button.tabIndex = index ? -1 : 0));
    toolbar.addEventListener("keydown", (event) => {
      const at = buttons.indexOf(document.activeElement);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (at < 0 || to === undefined) {
        return;
      }
      event.preventDefault();
      buttons[at].tabIndex = -1;
      const next = buttons[(to + buttons.length) % buttons.length];
      next.tabIndex = 0;
      next.focus();
    });
  };

  writing.each((form) => {
    const toolbar = form.querySelector("[data-toolbar]");
    const area = form.querySelector("textarea[name=body]");
    if (!area) {
      return;
    }
    area.addEventListener("keydown", (event) => {
      const hasControl = (event.ctrlKey || event.metaKey) && !event.altKey;
      if (hasControl && event.key === "Enter") {
        event.preventDefault();
        form.requestSubmit(form.querySelector("button.btn[type=submit]:not([name])"));
      }
    });
    if (!toolbar || !writing.once(form, "Toolbar")) {
      return;
    }
    toolbar.hidden = false;
    rove(toolbar);
    count(toolbar, area);
    form.addEventListener("input", () => count(toolbar, area));
    form.addEventListener("kept-given", () => count(toolbar, area));
    const act = (name) => ACTS[name](area, toolbar.querySelector(`[data-write=${name}]`));
    // a press must not take the selection away from the text
    toolbar.addEventListener("pointerdown", (event) => event.target.closest("button") && event.preventDefault());
    toolbar.addEventListener("click", (event) => {
      const button = event.target.closest("[data-write]");
      if (button) {
        act(button.dataset.write);
      }
    });
    area.addEventListener("keydown", (event) => {
      const hasControl = (event.ctrlKey || event.metaKey) && !event.altKey;
      const name = hasControl && (event.shiftKey ? DIGITS[event.code] : KEYS[event.key.toLowerCase()]);
      if (name) {
        event.preventDefault();
        act(name);
      } else {
        goOn(event, area);
      }
    });
    const divide = toolbar.querySelector("[data-divide]");
    divide?.addEventListener("click", () => {
      toolbar.querySelector("[data-before]").value = area.value.slice(0, area.selectionStart);
    });
  });
})();

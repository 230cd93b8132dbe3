// A grid for a table. It writes the pipe table into the text, which stays what is sent; "Write it as text" shows it.
(() => {
  const cellsOf = (line) =>
    line
      .trim()
      .replace(/^\|/, "")
      .replace(/(?<!\\)\|$/, "")
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll("\\|", "|"));
  const isDashes = (line) => /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/.test(line);

  // rows of words, all equally long; null where the text is no table
  const parse = (text) => {
    const rows = text.split("\n").filter((line) => line.trim());
    if (!rows.length) {
      return [["", ""], ["", ""]];
    }
    if (rows.length < 2 || !isDashes(rows[1])) {
      return null;
    }
    const cells = [rows[0], ...rows.slice(2)].map(cellsOf);
    const width = Math.max(...cells.map((row) => row.length));
    return cells.map((row) => [...row, ...Array(width - row.length).fill("")]);
  };

  // Rows and columns in which nothing stands are no part of the table; one row and one column stay.
  const isEmpty = (cells) => cells.every((cell) => !cell.trim());
  const filled = (rows) => {
    const body = rows.slice(1).filter((row) => !isEmpty(row));
    return [rows[0], ...(body.length ? body : rows.slice(1, 2))];
  };

  const written = (all) => {
    const rows = filled(all);
    const line = (row) => `| ${row.map((cell) => cell.replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|").trim()).join(" | ")} |`;
    return [line(rows[0]), `|${" --- |".repeat(rows[0].length)}`, ...rows.slice(1).map(line)].join("\n");
  };

  const fill = (text, values) => Object.entries(values).reduce((made, [name, value]) => made.replace(`{${name}}`, value), text);

  writing.each((form) => {
    const grid = form.querySelector("[data-grid]");
    const area = grid && form.querySelector("textarea[name=body]");
    if (!area || !writing.once(form, "Grid")) {
      return;
    }
    const field = area.closest(".field");
    const figures = form.querySelector("[name=number_columns]");
    const words = grid.dataset;
    const switchButton = grid.querySelector("[data-as-text]");
    let rows = null;

    const marked = () => new Set(figures.value.split(/[\s,]+/).filter(Boolean).map(Number));
    const mark = (columns) => {
      figures.value = [...columns].sort((one, other) => one - other).join(", ");
      figures.dispatchEvent(new Event("input", { bubbles: true }));
    };

    const store = () => {
      area.value = written(rows);
      area.dispatchEvent(new Event("input", { bubbles: true }));
    };

    const input = (row, column) => {
      const made = document.createElement("textarea");
      made.rows = 1;
      made.className = "grid__cell";
      made.value = rows[row][column];
      made.dataset.row = row;
      made.dataset.column = column;
      made.setAttribute("aria-label", row ? fill(words.cell, { row, column: column + 1 }) : fill(words.head, { column: column + 1 }));
      return made;
    };

    const dropper = (label, act) => {
      const made = grid.querySelector("template").content.cloneNode(true).firstElementChild;
      made.querySelector(".vh").textContent = label;
      made.title = label;
      made.addEventListener("click", act);
      return made;
    };

    const cell = (tag, ...inside) => {
      const made = document.createElement(tag);
      made.append(...inside);
      if (tag === "th") {
        made.scope = "col";
      }
      return made;
    };

    const head = () => {
      const row = document.createElement("tr");
      const columns = marked();
      rows[0].forEach((_words, column) => {
        const box = document.createElement("input");
        box.type = "checkbox";
        box.checked = columns.has(column + 1);
        box.setAttribute("aria-label", fill(words.figures, { column: column + 1 }));
        box.addEventListener("change", () => {
          const now = marked();
          now[box.checked ? "add" : "delete"](column + 1);
          mark(now);
        });
        const label = cell("label", box, ` ${words.figuresShort}`);
        label.className = "grid__figures small";
        const tools = cell("div", label, ...(rows[0].length > 1 ? [dropper(fill(words.dropColumn, { column: column + 1 }), () => removeColumn(column))] : []));
        tools.className = "grid__tools";
        row.append(cell("th", input(0, column), tools));
      });
      row.append(cell("td"));
      return row;
    };

    const draw = (focus) => {
      const body = rows.slice(1).map((_row, index) => {
        const row = document.createElement("tr");
        rows[index + 1].forEach((_words, column) => row.append(cell("td", input(index + 1, column))));
        row.append(cell("td", ...(rows.length > 2 ? [dropper(fill(words.dropRow, { row: index + 1 }), () => removeRow(index + 1))] : [])));
        return row;
      });
      grid.querySelector("thead").replaceChildren(head());
      grid.querySelector("tbody").replaceChildren(...body);
      if (focus) {
        at(...focus)?.focus();
      }
    };

    const at = (row, column) => grid.querySelector(`textarea[data-row="${row}"][data-column="${column}"]`);

    const removeRow = (row) => {
      rows.splice(row, 1);
      store();
      draw([Math.min(row, rows.length - 1), 0]);
    };

    const removeColumn = (column) => {
      rows.forEach((row) => row.splice(column, 1));
      mark([...marked()].filter((one) => one !== column + 1).map((one) => (one > column + 1 ? one - 1 : one)));
      store();
      draw([0, Math.min(column, rows[0].length - 1)]);
    };

    const addRow = () => {
      rows.push(Array(rows[0].length).fill(""));
      store();
      draw([rows.length - 1, 0]);
    };

    const addColumn = () => {
      rows.forEach((row) => row.push(""));
      store();
      draw([0, rows[0].length - 1]);
    };

    // A table from the clipboard spreads over the cells from here on.
    const spread = (given, row, column) => {
      given.forEach((line, down) => {
        while (rows.length <= row + down) {
          rows.push(Array(rows[0].length).fill(""));
        }
        line.forEach((text, along) => {
          while (rows[0].length <= column + along) {
            rows.forEach((one) => one.push(""));
          }
          rows[row + down][column + along] = text.trim();
        });
      });
      store();
      draw([row, column]);
    };

    // Programs give a table as lines with tabs beside everything else.
    const fromClipboard = (data) => {
      const plain = data.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
      return plain.includes("\t") ? plain.split("\n").map((line) => line.split("\t")) : null;
    };

    grid.addEventListener("input", (event) => {
      event.stopPropagation(); // the text below tells the form
      const { row, column } = event.target.dataset;
      if (row !== undefined) {
        rows[row][column] = event.target.value;
        store();
      }
    });
    grid.addEventListener("paste", (event) => {
      const given = event.target.matches("textarea") && fromClipboard(event.clipboardData);
      if (given && (given.length > 1 || given[0].length > 1)) {
        event.preventDefault();
        spread(given, Number(event.target.dataset.row), Number(event.target.dataset.column));
      }
    });
    grid.addEventListener("keydown", (event) => {
      if (!event.target.matches("textarea") || event.key !== "Enter" || event.isComposing) {
        return;
      }
      event.preventDefault(); // a cell has one line: Enter goes to the row below
      const { row, column } = event.target.dataset;
      if (Number(row) === rows.length - 1) {
        addRow();
      }
      at(Number(row) + 1, column)?.focus();
    });
    grid.querySelector("[data-add-row]").addEventListener("click", addRow);
    grid.querySelector("[data-add-column]").addEventListener("click", addColumn);

    const asGrid = (on) => {
      rows = on ? parse(area.value) : null;
      const shown = rows !== null;
      grid.classList.toggle("grid--text", !shown);
      field.hidden = shown;
      if (figures) {
        figures.closest(".field").hidden = shown;
      }
      switchButton.setAttribute("aria-pressed", String(!shown));
      if (shown) {
        draw();
      }
    };
    grid.hidden = false;
    asGrid(!form.querySelector(".field--error textarea[name=body]"));
    switchButton.addEventListener("click", () => asGrid(switchButton.getAttribute("aria-pressed") === "true"));
    form.addEventListener("kept-given", () => asGrid(switchButton.getAttribute("aria-pressed") !== "true"));
  });
})();

// A term of the glossary shows its meaning where it stands. Without this, or where popovers are unknown, it is a link to the glossary.
(() => {
  if (!("popover" in HTMLElement.prototype)) {
    return;
  }
  const shown = (pop) => pop.matches(":popover-open");
  let wasShown = null;
  // a press outside closes the popover before the click arrives
  document.addEventListener(
    "pointerdown",
    (event) => {
      const term = event.target.closest?.("a[data-term]");
      const pop = term && document.getElementById(term.dataset.term);
      wasShown = pop && shown(pop) ? pop : null;
    },
    true,
  );
  document.addEventListener("click", (event) => {
    const term = event.target.closest?.("a[data-term]");
    const pop = term && document.getElementById(term.dataset.term);
    if (!pop || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    if (shown(pop)) {
      pop.hidePopover();
    } else if (wasShown !== pop) {
      try {
        pop.showPopover({ source: term });
      } catch {
        pop.showPopover();
      }
    }
    wasShown = null;
  });
})();

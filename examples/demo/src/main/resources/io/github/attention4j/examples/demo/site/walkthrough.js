"use strict";
/*
 * Turns a page of the walkthrough into slides and back. The address says which screen is presented
 * (#present=what-a-share-is), so that a reload, a link and the way back all lead to the same screen.
 */
(() => {
  const PRESENT = "present=";
  const body = document.body;
  const screens = [...document.querySelectorAll(".screen")];
  const button = document.querySelector(".present");
  const where = document.querySelector(".where");
  let current = 0;

  const presenting = () => body.classList.contains("presenting");

  function show(number, focus) {
    current = Math.max(0, Math.min(number, screens.length - 1));
    screens.forEach((screen, at) => screen.classList.toggle("current", at === current));
    if (presenting()) {
      // Not history.pushState, which browsers refuse for files.
      location.replace(`#${PRESENT}${screens[current].id}`);
      where.textContent = `${document.title} · ${current + 1} of ${screens.length}`;
      scrollTo(0, 0);
    }
    if (focus) {
      screens[current].focus({ preventScroll: true });
    }
  }

  /** The screen that fills most of the window, to present from there. */
  function nearest() {
    const seen = screens.map((screen) => {
      const { top, bottom } = screen.getBoundingClientRect();
      return Math.min(bottom, innerHeight) - Math.max(top, 0);
    });
    return seen.indexOf(Math.max(...seen));
  }

  function present(on, number) {
    const from = number ?? (on ? nearest() : current);
    body.classList.toggle("presenting", on);
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? "End" : "Present";
    show(from, on);
    if (!on) {
      where.textContent = "";
      location.replace(`#${screens[current].id}`);
    }
  }

  function turn(by) {
    const to = current + by;
    const page = to < 0 ? body.dataset.previous : to >= screens.length ? body.dataset.next : null;
    if (page) {
      location.href = `${page}#${PRESENT}${to < 0 ? "last" : "first"}`;
    } else if (to >= 0 && to < screens.length) {
      show(to, true);
    }
  }

  function followAddress() {
    const wanted = location.hash.slice(1);
    if (!wanted.startsWith(PRESENT)) {
      return;
    }
    const name = wanted.slice(PRESENT.length);
    const at = name === "last" ? screens.length - 1 : screens.findIndex((screen) => screen.id === name);
    if (!presenting() || at !== current) {
      present(true, Math.max(0, at));
    }
  }

  const TURNS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };

  // Before pictures get to know of a key: what turns the screens does so from anywhere.
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const [target] = event.composedPath();
    const inView = event.target.closest?.(".live") !== null && event.target !== body;
    const typing = target.matches?.("input, select, textarea") ?? false;
    if (event.key.toLowerCase() === "p" && !typing && !inView) {
      present(!presenting());
    } else if (event.key === "Escape" && presenting()) {
      // The first leaves the picture, the next one ends.
      if (inView) {
        screens[current].focus();
      } else {
        present(false);
      }
    } else if (presenting() && event.key in TURNS && (!inView || event.key.startsWith("Page"))) {
      event.preventDefault();
      event.stopPropagation();
      turn(TURNS[event.key]);
    } else if (presenting() && (event.key === "Home" || event.key === "End") && !inView) {
      event.preventDefault();
      show(event.key === "Home" ? 0 : screens.length - 1, true);
    }
  }, true);
  button.addEventListener("click", () => present(!presenting()));
  addEventListener("hashchange", followAddress);

  // A picture shows itself alone; whoever wants to choose other layers or heads asks for its controls.
  document.querySelectorAll(".live").forEach((live) => {
    const view = live.firstElementChild;
    const row = document.createElement("div");
    row.className = "live-buttons";
    const more = document.createElement("button");
    more.type = "button";
    more.textContent = "Controls";
    more.setAttribute("aria-expanded", "false");
    more.setAttribute("aria-label", `Controls of ${view.getAttribute("heading")}`);
    more.addEventListener("click", () => {
      const compact = view.toggleAttribute("compact");
      more.setAttribute("aria-expanded", String(!compact));
    });
    row.append(more);
    live.after(row);
  });
  followAddress();
})();

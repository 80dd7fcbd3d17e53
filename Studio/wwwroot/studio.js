// What must work before, without and between circuits. Everything is found by attribute, so pages need no interop.
(() => {
  "use strict";
  const root = document.documentElement;

  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  function setTheme(theme) {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    const age = theme === "system" ? 0 : 31536000;
    document.cookie = `studio-theme=${theme}; path=/; max-age=${age}; samesite=lax`;
  }

  async function copy(button) {
    const text = button.dataset.copy;
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
    } else {
      // Over plain HTTP on another host than localhost there is no clipboard API.
      const area = Object.assign(document.createElement("textarea"), { value: text });
      button.after(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    const label = button.getAttribute("aria-label");
    button.dataset.copied = "";
    button.setAttribute("aria-label", "Copied");
    setTimeout(() => {
      delete button.dataset.copied;
      button.setAttribute("aria-label", label);
    }, 2000);
  }

  // A log stays at its end as long as that is where one looks; a link to a line begins there, once.
  const logAtEnd = new WeakMap();
  const isAtEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < 30;
  const log = () => document.querySelector("[data-scroll]");
  const toEnd = (element) => {
    logAtEnd.set(element, true);
    element.scrollTop = element.scrollHeight;
  };
  document.addEventListener(
    "scroll",
    ({ target }) => {
      if (target.dataset?.scroll !== undefined) logAtEnd.set(target, isAtEnd(target));
    },
    true,
  );
  const logBegun = new WeakMap();
  new MutationObserver(() => {
    const element = log();
    // Before there are lines there is nothing to scroll.
    if (!element || element.scrollHeight <= element.clientHeight) return;
    const begin = element.dataset.scroll;
    if (begin && logBegun.get(element) !== begin) {
      logBegun.set(element, begin);
      logAtEnd.set(element, false);
      element.scrollTop = Number(begin);
    } else if (logAtEnd.get(element) ?? true) toEnd(element);
  }).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["style", "data-scroll"] });

  async function copyFrom(button) {
    const answer = await fetch(button.dataset.url);
    button.dataset.copy = await answer.text();
    await copy(button);
    delete button.dataset.copy;
  }

  // What pages ask of the browser.
  globalThis.studio = { zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone };

  const actions = {
    "copy-from": copyFrom,
    "scroll-to-end": () => log() && toEnd(log()),
    "toggle-theme": () => setTheme(isDark() ? "light" : "dark"),
    "skip-to-main": (_, event) => {
      event.preventDefault(); // the base element would turn #main into /#main
      document.getElementById("main").focus();
    },
    copy,
    reconnect: () => globalThis.Blazor.reconnect().then((resumed) => resumed || location.reload()),
  };

  document.addEventListener("click", (event) => {
    const element = event.target.closest("[data-action]");
    if (element) actions[element.dataset.action]?.(element, event);
    // A menu that was opened as a popover closes when one of its links was followed.
    if (event.target.closest("a")) event.target.closest("[popover]:popover-open")?.hidePopover();
  });

  // Leaving a field may bring a hint that pushes the pressed button away from under the pointer: then the browser makes no click of it.
  const steady = 4; // px
  let press;
  document.addEventListener("pointerdown", ({ target, button, clientX, clientY }) => {
    press = button === 0 ? { on: target.closest("button, a"), x: clientX, y: clientY } : undefined;
  });
  document.addEventListener("pointerup", ({ target, clientX, clientY }) => {
    const { on, x, y } = press ?? {};
    press = undefined;
    if (!on || on.contains(target) || Math.hypot(clientX - x, clientY - y) > steady) return;
    on.click();
  });

  const themeChoice = "[data-action-change=set-theme]";
  document.addEventListener("change", (event) => {
    if (event.target.matches(themeChoice)) setTheme(event.target.value);
  });

  // The server refuses a circuit that it no longer knows, after a restart for example: a new page gets a new one.
  const notice = document.getElementById("components-reconnect-modal");
  new MutationObserver(() => {
    if (notice.classList.contains("components-reconnect-rejected")) location.reload();
  }).observe(notice, { attributeFilter: ["class"] });

  // Now and then a page's circuit does not come. Such a page looks alive and takes no clicks: it is loaded again, once.
  const circuitPatience = 10000;
  const loadedAgain = "studio-loaded-again";
  if (document.body.innerHTML.includes('<!--Blazor:{"type":"server"')) {
    setTimeout(() => {
      const dead = document.querySelector("[data-interactive=false]") !== null;
      if (!dead || sessionStorage.getItem(loadedAgain) === location.href) {
        sessionStorage.removeItem(loadedAgain);
        return;
      }
      sessionStorage.setItem(loadedAgain, location.href);
      location.reload();
    }, circuitPatience);
  }
})();

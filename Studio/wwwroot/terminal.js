// Terminals in the page. Keys and output go straight between here and the server's WebSocket: no circuit sees them.
import { FitAddon } from "./lib/xterm/addon-fit.mjs";
import { Terminal } from "./lib/xterm/xterm.mjs";

const scrollback = 10_000; // lines
// Bytes that wait to be drawn. A WebSocket cannot be told to wait, and xterm throws when far more has come.
const mostPending = 16 << 20;
const normalClosure = 1000;

const colours = [
  ...["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"].flatMap((name) => [
    name,
    `bright${name[0].toUpperCase()}${name.slice(1)}`,
  ]),
  ...["background", "foreground", "cursor", "cursorAccent", "selectionBackground"],
  ...["scrollbarSliderBackground", "scrollbarSliderHoverBackground", "scrollbarSliderActiveBackground"],
];

const encoder = new TextEncoder();
const sessions = new Map();

/**
 * Opens a shell and shows it.
 * @param id What later calls name it by.
 * @param host The element that it is shown in.
 * @param address Where terminals of the service are opened.
 * @param secretEnv Variables by name: collection/ENTRY.
 * @param panel Told by EndAsync(reason) when it is over; not when close or dispose was called.
 * @returns {Promise<{shell?: string, detail?: string, errors?: object}>} The shell; or what went wrong, as in a problem of the API.
 */
export async function open(id, host, address, secretEnv, panel) {
  dispose(id);
  const session = new Session(host, panel);
  sessions.set(id, session);
  const opened = await session.open(address, secretEnv);
  if (!opened.shell && sessions.get(id) === session) dispose(id);
  return opened;
}

export const clear = (id) => sessions.get(id)?.clear();

/** Ends the shell. What it has shown stays. */
export const close = (id) => sessions.get(id)?.end();

export function dispose(id) {
  sessions.get(id)?.dispose();
  sessions.delete(id);
}

class Session {
  #host;
  #panel;
  #terminal;
  #fit = new FitAddon();
  #socket = null;
  #over = false;
  #pending = 0;
  #skipping = false;
  #watches = new AbortController();

  constructor(host, panel) {
    this.#host = host;
    this.#panel = panel;
    host.replaceChildren();
    this.#terminal = new Terminal({
      scrollback,
      theme: themeOf(host),
      fontFamily: getComputedStyle(host).fontFamily,
      fontSize: 13,
      lineHeight: 1.2,
      cursorBlink: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      minimumContrastRatio: 4.5,
      screenReaderMode: true,
      // Whatever runs in a container must not lead anyone anywhere. Titles and the clipboard (OSC 52) are not honoured either: for
      // the one nobody listens, for the other xterm wants an addon.
      linkHandler: { activate: () => {} },
    });
    this.#terminal.loadAddon(this.#fit);
    this.#terminal.open(host);
    this.#fit.fit();
    this.#watch();
  }

  async open(address, secretEnv) {
    const { cols: columns, rows } = this.#terminal;
    try {
      const answer = await fetch(address, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ secretEnv, columns, rows }),
      });
      const { id, shell, detail, errors } = await answer.json().catch(() => ({}));
      if (!answer.ok) return { detail: detail ?? `Studio refused to open a terminal (${answer.status}).`, errors };
      // Also when nobody wants it any more: what closes at once ends the shell at once.
      await this.#attach(new URL(`${address}/${id}`, location.href));
      return { shell };
    } catch {
      return { detail: "Studio does not answer. Try again when the connection is back." };
    }
  }

  clear() {
    this.#terminal.clear();
    this.#terminal.focus();
  }

  end() {
    if (this.#over) return;
    this.#over = true;
    this.#socket?.close(normalClosure);
    this.#terminal.options.disableStdin = true;
    this.#terminal.write("\x1b[?25l"); // no cursor where nobody can type
  }

  dispose() {
    this.end();
    this.#watches.abort();
    this.#terminal.dispose();
  }

  #attach(url) {
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => this.#show(new Uint8Array(data));
    return new Promise((resolve, reject) => {
      socket.onopen = () => {
        this.#socket = socket;
        if (this.#over) socket.close(normalClosure);
        else this.#listen(socket);
        resolve();
      };
      socket.onclose = ({ code, reason }) => {
        reject(new Error("The terminal could not be attached."));
        if (this.#socket && !this.#over) this.#tellEnd(code, reason);
      };
    });
  }

  #listen(socket) {
    const send = (message) => socket.readyState === WebSocket.OPEN && socket.send(message);
    const sendSize = ({ cols: columns, rows }) => send(JSON.stringify({ columns, rows }));
    this.#terminal.onData((keys) => send(encoder.encode(keys)));
    this.#terminal.onBinary((bytes) => send(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))));
    this.#terminal.onResize(sendSize);
    // The window may have become another while the shell was opened.
    sendSize(this.#terminal);
    this.#terminal.focus();
  }

  #show(bytes) {
    if (this.#pending > mostPending) {
      this.#skipping = true;
      return;
    }
    if (this.#skipping) this.#terminal.write("\r\n\x1b[0m[output was skipped]\r\n");
    this.#skipping = false;
    this.#pending += bytes.length;
    this.#terminal.write(bytes, () => (this.#pending -= bytes.length));
  }

  #tellEnd(code, reason) {
    this.end();
    const lost = "The connection was lost, so the shell was ended.";
    // The circuit may be gone as well: then the page says that.
    this.#panel.invokeMethodAsync("EndAsync", code === normalClosure ? reason || "The shell ended." : lost).catch(() => {});
  }

  #watch() {
    const { signal } = this.#watches;
    const sizes = new ResizeObserver(() => requestAnimationFrame(() => signal.aborted || this.#fit.fit()));
    sizes.observe(this.#host);
    const repaint = () => (this.#terminal.options.theme = themeOf(this.#host));
    const themes = new MutationObserver(repaint);
    themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint, { signal });
    signal.addEventListener("abort", () => {
      sizes.disconnect();
      themes.disconnect();
    });
    this.#terminal.attachCustomKeyEventHandler((event) => this.#isForShell(event));
    // After xterm has copied it, so that the next Ctrl-C goes to the shell again.
    this.#host.addEventListener("copy", () => this.#terminal.clearSelection(), { signal });
  }

  #isForShell(event) {
    if (event.type !== "keydown" || !event.ctrlKey || event.altKey || event.metaKey) return true;
    const key = event.key.toLowerCase();
    // The browser copies, and xterm gives it the text.
    if (key === "c" && !event.shiftKey && this.#terminal.hasSelection()) return false;
    if (key === "c" && event.shiftKey) {
      event.preventDefault(); // some browsers open their tools with it
      if (this.#terminal.hasSelection()) document.execCommand("copy");
      return false;
    }
    // Tab is the shell's, so there must be another way out. To a shell Ctrl-M is what Enter is.
    if (key === "m" && !event.shiftKey) {
      event.preventDefault();
      this.#host.closest("[data-terminal]").querySelector("button").focus();
      return false;
    }
    return true;
  }
}

/** What the page's variables are worth now: they depend on the theme, and xterm wants plain colours. */
function themeOf(host) {
  const probe = document.createElement("span");
  host.append(probe);
  const theme = {};
  for (const name of colours) {
    probe.style.color = `var(--terminal-${name})`;
    theme[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return theme;
}

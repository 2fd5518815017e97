/** A line that is written over on a terminal, and now and then elsewhere; on stderr, so that stdout stays the answer's. */
export interface Progress {
  show(text: string): void;
  done(): void;
}

export function progressOn(screen: NodeJS.WriteStream): Progress {
  let written = 0;
  return {
    show(text) {
      const now = Date.now();
      if (now - written < (screen.isTTY ? 100 : 5000)) return;
      written = now;
      screen.write(screen.isTTY ? `\r${text.slice(0, 100).padEnd(100)}` : `${text}\n`);
    },
    done() {
      if (screen.isTTY && written > 0) screen.write(`\r${' '.repeat(100)}\r`);
    },
  };
}

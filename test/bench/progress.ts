export const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

/** One line that shows how far a step is; on a terminal it is rewritten in place, elsewhere every tenth is a line. */
export function progressLine(name: string, total: number): { show: (done: number) => void; end: () => void } {
  let tenth = -1;
  return {
    show(done) {
      const line = `${name}: ${whole(done)} of ${whole(total)}`;
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
      else if (Math.floor((done / total) * 10) > tenth) {
        tenth = Math.floor((done / total) * 10);
        process.stderr.write(`${line}\n`);
      }
    },
    end() {
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    },
  };
}

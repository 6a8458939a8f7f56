/** What a test has seen and does not judge, for whoever reads the run. */
export const tell = (line: string): void => void process.stderr.write(`faults: ${line}\n`);

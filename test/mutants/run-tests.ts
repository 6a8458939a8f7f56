import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectOf, type NamedTest } from './mutant.ts';
import { inRepository, type ScratchCopy } from './scratch-copy.ts';

/** What jest says of one test; `absent` when no test has the name, `crashed` when its file did not load. */
export type Verdict = 'passed' | 'failed' | 'absent' | 'crashed';

export type TestRun = { readonly verdictOf: (test: NamedTest) => Verdict; readonly output: string };

export type RunOptions = { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal };

type Report = {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
};

const PATIENCE_MS = 120_000;

/** Runs the named tests of a scratch copy, and no others, in one jest. */
export async function runTests(
  copy: ScratchCopy,
  tests: readonly NamedTest[],
  { env, signal }: RunOptions,
): Promise<TestRun> {
  const reportFile = join(copy.folder, 'jest-report.json');
  const args = [
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=TimeoutNegativeWarning',
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '--selectProjects',
    ...new Set(tests.map(projectOf)),
    '--runTestsByPath',
    ...new Set(tests.map(({ file }) => file)),
    `--testNamePattern=^(?:${tests.map(({ name }) => escaped(name)).join('|')})$`,
    `--cacheDirectory=${join(copy.folder, '.jest-cache')}`,
    '--runInBand',
    // A mutant may go on for ever after its test has failed.
    '--forceExit',
    '--watchman=false',
    '--json',
    `--outputFile=${reportFile}`,
  ];
  await rm(reportFile, { force: true });
  const output = await outputOf(args, copy.folder, { env, signal });
  const report = await readReport(reportFile, output);
  return { output, verdictOf: (test) => verdictIn(report, copy, test) };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function outputOf(args: readonly string[], cwd: string, options: RunOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const jest = spawn(process.execPath, args, {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
      ...options,
    });
    let output = '';
    jest.stderr.on('data', (chunk) => (output += chunk));
    jest.on('error', reject);
    jest.on('close', () => resolve(output));
  });
}

async function readReport(file: string, output: string): Promise<Report> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Report;
  } catch (cause) {
    throw new Error(`jest wrote no report. Its output:\n${output.slice(-4_000)}`, { cause });
  }
}

function verdictIn({ testResults }: Report, copy: ScratchCopy, { file, name }: NamedTest): Verdict {
  const suite = testResults.find((result) => inRepository(copy, result.name) === file);
  if (suite === undefined) return 'absent';
  const found = suite.assertionResults.filter(({ fullName }) => fullName === name);
  if (found.length === 0) return suite.status === 'failed' ? 'crashed' : 'absent';
  if (found.some(({ status }) => status === 'failed')) return 'failed';
  return found.every(({ status }) => status === 'passed') ? 'passed' : 'absent';
}

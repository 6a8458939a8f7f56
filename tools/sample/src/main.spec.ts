import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { sampleCompanies } from './companies.ts';
import { sampleFacts } from './sample-facts.ts';

const hook = fileURLToPath(new URL('../../run/source-hook.mjs', import.meta.url));
const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const nodeArguments = ['--import', hook, '--conditions=landfall:source', main];
const folder = mkdtempSync(join(tmpdir(), 'landfall-sample-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('the sample command', () => {
  it('writes facts as lines and companies as a list', () => {
    const out = join(folder, 'facts.ndjson');
    const companies = join(folder, 'companies.json');
    execFileSync(
      process.execPath,
      [...nodeArguments, '--facts', '50', '--seed', '3', '--accounts', '5', '--out', out, '--companies', companies],
      { stdio: 'pipe' },
    );
    const options = { facts: 50, seed: 3, accounts: 5 };
    expect(readFileSync(out, 'utf8')).toBe(
      [...sampleFacts(options)].map((fact) => `${JSON.stringify(fact)}\n`).join(''),
    );
    expect(JSON.parse(readFileSync(companies, 'utf8'))).toEqual([...sampleCompanies(options)]);
  });

  it('ends well when its reader has seen enough', () => {
    const command = [process.execPath, ...nodeArguments, '--facts', '50000'].map((part) => `'${part}'`).join(' ');
    const { status, stdout, stderr } = spawnSync('bash', ['-c', `set -o pipefail; ${command} | head -n 1`], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toHaveProperty('type');
  });

  it('says which option is wrong', () => {
    const { status, stderr } = spawnSync(process.execPath, [...nodeArguments, '--accounts', 'many'], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toContain('--accounts');
  });
});

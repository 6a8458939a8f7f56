import type { Problem } from '../problem.ts';
import { amountChecks } from './amount-checks.ts';
import type { Check, CheckContext } from './check.ts';
import { codeChecks } from './code-checks.ts';
import { dateChecks } from './date-checks.ts';
import { identifierChecks } from './identifier-checks.ts';
import { lineChecks } from './line-checks.ts';
import type { FactFields } from './values.ts';

/** The checks in the order in which their findings are told. */
export const checks: readonly Check[] = [
  ...identifierChecks,
  ...codeChecks,
  ...dateChecks,
  ...lineChecks,
  ...amountChecks,
];

/** More than a person repairs at once. */
const MAX_PROBLEMS = 20;

/** Everything that a fact of the right shape still has wrong, at most 20 problems. */
export function problemsOf(fact: FactFields, context: CheckContext): Problem[] {
  const problems: Problem[] = [];
  for (const { code, citation, find } of checks) {
    for (const { pointer, reason } of find(fact, context)) {
      if (problems.length === MAX_PROBLEMS) return problems;
      problems.push({ code, pointer, reason, citation });
    }
  }
  return problems;
}

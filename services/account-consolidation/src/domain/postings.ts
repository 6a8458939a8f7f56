import { aboutOf, type About } from './about.ts';
import type { Declaration, FactType, KeptFact, Posting } from './declaration.ts';
import { kinds } from './facts/index.ts';
import type { Kind } from './facts/kind.ts';
import { sameCells, type Cell, type Cells } from './measures.ts';

/** All that a declaration's counting facts contribute: a function of the set of facts, not of their order. */
export function postingsOf(declaration: Declaration): Posting[] {
  const about = aboutOf(declaration);
  return declaration.counting.flatMap((fact) => postingsOfFact(fact, about));
}

export type PostingChanges = { readonly reversed: readonly Posting[]; readonly posted: readonly Posting[] };

/** What has to be reversed and posted so that the log adds up to `after`: `postingsOf` of both, compared. */
export function difference(before: Declaration, after: Declaration): PostingChanges {
  const [aboutBefore, aboutAfter] = [aboutOf(before), aboutOf(after)];
  const reversed: Posting[] = [];
  const posted: Posting[] = [];
  const stays = (fact: KeptFact): boolean => dependsOn(fact, aboutBefore) === dependsOn(fact, aboutAfter);
  const kept = new Set(before.counting.filter((fact) => after.counting.includes(fact)));
  for (const fact of before.counting) {
    if (kept.has(fact)) continue;
    reversed.push(...postingsOfFact(fact, aboutBefore));
  }
  for (const fact of after.counting) {
    if (!kept.has(fact)) posted.push(...postingsOfFact(fact, aboutAfter));
    else if (!stays(fact))
      moveFact(postingsOfFact(fact, aboutBefore), postingsOfFact(fact, aboutAfter), { reversed, posted });
  }
  return { reversed, posted };
}

/** The postings of one fact that differ between two states of its declaration. */
function moveFact(
  before: readonly Posting[],
  after: readonly Posting[],
  { reversed, posted }: { reversed: Posting[]; posted: Posting[] },
): void {
  const same = (a: Posting) => (b: Posting) => a.node === b.node && sameCells(a.cells, b.cells);
  reversed.push(...before.filter((posting) => !after.some(same(posting))));
  posted.push(...after.filter((posting) => !before.some(same(posting))));
}

/** Everything besides the fact itself that its postings depend on; comparing it is cheaper than making the postings. */
function dependsOn(fact: KeptFact, about: About): string {
  const { principal, broker, carrier, port, summary, cancelled, milestones } = about;
  const index = milestones.findIndex((milestone) => milestone.fact === fact);
  const status = index < 0 ? '' : `${milestones[index]!.status}>${milestones[index - 1]?.status ?? ''}`;
  const estimate = kinds[fact.type].forPrincipal ? `${summary?.eventId ?? ''}${cancelled}` : '';
  return `${principal}|${broker}|${carrier}|${port}|${status}|${estimate}`;
}

function postingsOfFact(fact: KeptFact, about: About): Posting[] {
  const kind = kinds[fact.type] as Kind<FactType>;
  const postings: Posting[] = [];
  if (about.principal !== undefined)
    postings.push({ node: about.principal, fact, cells: principalCells(fact, kind, about) });
  if (about.broker !== undefined)
    postings.push({ node: about.broker, fact, cells: spread(fact, kind.forBroker?.(fact.content), about) });
  if (about.carrier !== undefined && kind.forCarrier !== undefined) {
    postings.push({ node: about.carrier, fact, cells: spread(fact, kind.forCarrier(fact.content), about) });
  }
  return postings;
}

function principalCells(fact: KeptFact, kind: Kind<FactType>, about: About): Cells {
  const amounts = kind.forPrincipal ? kind.forPrincipal(fact.content, about) : fact.content.amounts;
  return { ...spread(fact, amounts, about), ...fact.content.lines, ...statusCells(fact, about) };
}

/** The same amounts in the total, the month and the port. */
function spread(fact: KeptFact, amounts: Cell | undefined, about: About): Cells {
  if (amounts === undefined || Object.keys(amounts).length === 0) return {};
  const port = fact.content.port ?? about.port;
  return {
    all: amounts,
    [`month:${monthOf(fact.content.date)}`]: amounts,
    ...(port !== undefined && { [`port:${port}`]: amounts }),
  };
}

/** A milestone counts in its own status and takes the declaration out of the one below. */
function statusCells(fact: KeptFact, { milestones }: About): Cells {
  const index = milestones.findIndex((milestone) => milestone.fact === fact);
  if (index < 0) return {};
  const below = milestones[index - 1];
  return {
    [`status:${milestones[index]!.status}`]: { declarationCount: 1 },
    ...(below && { [`status:${below.status}`]: { declarationCount: -1 } }),
  };
}

const months = new Map<number, string>();

/** The month, `2026-01`, of a date in days since 1970-01-01. */
export function monthOf(date: number): string {
  let month = months.get(date);
  if (month === undefined) {
    month = new Date(date * 86_400_000).toISOString().slice(0, 7);
    months.set(date, month);
  }
  return month;
}

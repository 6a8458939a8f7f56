import { dies, visits } from './lives.ts';
import type { Phase } from './places.mjs';
import type { Round } from './schedule.ts';
import { SESSION_MS, type Stack } from './stack.ts';

/** Plays one round after the other upon account-consolidation; answers where its replicas died and the last round's group. */
export async function playRounds(
  stack: Stack,
  rounds: readonly Round[],
  say: (step: string) => void,
): Promise<{ killed: Phase[]; group: number }> {
  const killed: Phase[] = [];
  const guests: Promise<void>[] = [];
  let group = 1;
  for (const [at, { victims, guest, ...round }] of rounds.entries()) {
    if (round.group === 'another') group++;
    const member = String(group);
    say(`round ${at + 1} of ${rounds.length}: ${victims.map(({ phase }) => phase).join(' and ')}`);
    const dying = Promise.all(victims.map((victim) => dies(() => stack.consolidation(member, victim), victim)));
    if (guest) {
      const group = guest.group === 'same' ? member : `${member}-guest`;
      guests.push(visits(() => stack.consolidation(group), guest, SESSION_MS));
    }
    const died = await failingWith(dying, guests);
    killed.push(...victims.filter((_, place) => died[place]).map(({ phase }) => phase));
  }
  await Promise.all(guests);
  return { killed, group };
}

/** A guest may stay beyond its round; where one fails, nobody waits for the others. */
export function failingWith<T>(playing: Promise<T>, companions: readonly Promise<unknown>[]): Promise<T> {
  const failures = companions.map((companion) => companion.then(() => playing));
  return Promise.race([playing, ...failures]);
}

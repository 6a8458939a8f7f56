import { LandfallError } from '@landfall/errors';
import type { Rejection } from '../domain/rejection.ts';
import type { InboundStore } from '../needs.ts';

/** Inbound positions in memory: for tests of what does not need a database. */
export class MemoryInboundStore implements InboundStore {
  readonly rejections: Rejection[] = [];
  readonly #positions = new Map<string, number>();

  async position(lane: string): Promise<number> {
    return this.#positions.get(lane) ?? 0;
  }

  async advance(
    { lane, position, nextOffset }: Parameters<InboundStore['advance']>[0],
    rejections: readonly Rejection[],
  ): Promise<void> {
    const stands = await this.position(lane);
    if (stands !== position)
      throw new LandfallError('LANE_FENCED', `Lane ${lane} stands at ${stands}, not at ${position}.`);
    this.#positions.set(lane, nextOffset);
    this.rejections.push(...rejections);
  }
}

import { Controller, Inject } from '@nestjs/common';
import { topics } from '@landfall/events';
import { BatchHandler, type Batch } from '@landfall/messaging';
import type { Rejection } from '../domain/rejection.ts';
import type { FactPublisher, InboundStore } from '../needs.ts';
import { CLOCK, FACT_PUBLISHER, INBOUND_STORE } from '../tokens.ts';
import { judgeRecord, type AcceptedFact, type Judgement } from './judge.ts';
import { ingestMetrics } from './metrics.ts';

/** Takes facts over that port systems put on Kafka: the same checks as over HTTP, then the log. */
@Controller()
export class OnPortTransactionsInbound {
  readonly #publisher: FactPublisher;
  readonly #store: InboundStore;
  readonly #now: () => Date;

  constructor(
    @Inject(FACT_PUBLISHER) publisher: FactPublisher,
    @Inject(INBOUND_STORE) store: InboundStore,
    @Inject(CLOCK) now: () => Date,
  ) {
    this.#publisher = publisher;
    this.#store = store;
    this.#now = now;
  }

  /** The position moves after the acknowledgement: a crash in between repeats facts, whose event ids make that harmless. */
  @BatchHandler(topics.portTransactionsInbound)
  async handle(batch: Batch): Promise<void> {
    const now = this.#now().getTime();
    const judgements = batch.records.map(({ content }) => judgeRecord(content, { now }));
    const rejections = rejectionsOf(batch, judgements, now);
    await Promise.all([this.#publisher.publish(acceptedOf(judgements)), this.#publisher.publishRejections(rejections)]);
    await this.#store.advance(batch, rejections);
    ingestMetrics.judged(judgements, 'kafka');
  }
}

const acceptedOf = (judgements: readonly Judgement[]): AcceptedFact[] =>
  judgements.filter((judgement) => judgement.accepted);

const rejectionsOf = (
  { lane, partition, records }: Batch,
  judgements: readonly Judgement[],
  rejectedAt: number,
): Rejection[] =>
  judgements.flatMap((judgement, i) => {
    if (judgement.accepted) return [];
    const { offset, value } = records[i]!;
    const { source, problems } = judgement;
    return [
      {
        id: `${lane}/${offset}`,
        source,
        submissionId: null,
        inboundPartition: partition,
        position: offset,
        problems,
        original: value,
        rejectedAt,
      },
    ];
  });

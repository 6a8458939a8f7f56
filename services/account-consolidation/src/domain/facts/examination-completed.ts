import type { Kind } from './kind.ts';

export const examinationCompleted: Kind<'ExaminationCompleted'> = {
  keep: (fact) => ({ date: fact.completedOn, port: fact.port, amounts: { examinationCount: 1 } }),
  forCarrier: () => ({}),
};

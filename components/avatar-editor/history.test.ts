import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type History, MAX_STEPS, NO_HISTORY, record, redo, undo } from './history';

/** Replaces the present state by each of these. */
function make(steps: readonly (readonly [value: number, gesture: string | null])[]): { history: History<number>; present: number } {
  let [history, present]: [History<number>, number] = [NO_HISTORY, 0];
  for (const [value, gesture] of steps) {
    history = record(history, present, gesture);
    present = value;
  }
  return { history, present };
}

const back = ({ history, present }: ReturnType<typeof make>) => undo(history, present);
const forth = ({ history, present }: ReturnType<typeof make>) => redo(history, present);

it('undo goes back step by step, and redo forward again', () => {
  const end = make([
    [1, null],
    [2, null],
  ]);
  const first = back(end);
  expect(first?.present).toBe(1);
  const second = first && back(first);
  expect(second?.present).toBe(0);
  expect(second && back(second)).toBeNull();
  expect(second && forth(second)?.present).toBe(1);
  expect(first && forth(first)?.present).toBe(2);
  expect(forth(end)).toBeNull();
});

it('all moves of one drag are one step, and the next drag is another', () => {
  const end = make([
    [1, 'drag 1'],
    [2, 'drag 1'],
    [3, 'drag 2'],
    [4, 'drag 2'],
  ]);
  expect(back(end)?.present).toBe(2);
  expect(end.history.past).toEqual([0, 2]);
});

it('a drag that goes on after undo is a step of its own', () => {
  const undone = back(
    make([
      [1, 'drag 1'],
      [2, 'drag 1'],
    ]),
  );
  expect(undone?.present).toBe(0);
  expect(record(undone?.history ?? NO_HISTORY, 0, 'drag 1').past).toEqual([0]);
});

it('a new step after undo forgets what was undone', () => {
  const undone = back(make([[1, null]]));
  const again = record(undone?.history ?? NO_HISTORY, 0);
  expect(redo(again, 5)).toBeNull();
});

it('undo and redo as often come back to the same state', () => {
  const value = fc.tuple(fc.integer(), fc.constantFrom(null, 'a', 'b'));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 20 }), fc.nat(25), (steps, times) => {
      const end = make(steps);
      let [at, undone] = [end, 0];
      for (; undone < times; undone += 1) {
        const before = back(at);
        if (!before) break;
        at = before;
      }
      for (let left = undone; left > 0; left -= 1) at = forth(at) ?? at;
      expect(at.present).toBe(end.present);
    }),
  );
});

it('keeps the last hundred steps', () => {
  const { history } = make(Array.from({ length: 2 * MAX_STEPS }, (_, at) => [at, null] as const));
  expect(history.past).toHaveLength(MAX_STEPS);
});

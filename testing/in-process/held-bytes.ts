import { type BodyBudget, createBodyBudget } from '@/lib/http/body/body-budget';

/** A budget of request bodies that knows how many bytes are held, and how many at most were. */
export function createHeldBytes(largestBytes: number): { bodyBudget: BodyBudget; held(): number; most(): number } {
  const budget = createBodyBudget(largestBytes);
  let [held, most] = [0, 0];
  const open: BodyBudget['open'] = (sender) => {
    const reservation = budget.open(sender);
    let own = 0;
    const count = (bytes: number) => {
      own += bytes;
      held += bytes;
      most = Math.max(most, held);
    };
    return {
      add(bytes, announced) {
        reservation.add(bytes, announced);
        count(bytes);
      },
      release(bytes) {
        reservation.release(bytes);
        count(-bytes);
      },
      close() {
        reservation.close();
        count(-own);
      },
    };
  };
  return { bodyBudget: { open }, held: () => held, most: () => most };
}

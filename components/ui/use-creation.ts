import { useState } from 'react';
import { request } from '../api/request';
import { useExplain } from '../texts/use-explain';

/** Messages by the name of their field; `form` is about all of it. */
type Problem = Partial<Record<string, string>>;

/**
 * Sends a form that creates something, and empties it once that is done.
 * @param texts of the form, for fields whose problems have words of their own
 */
export function useCreation<T>(path: string, onCreated: (created: T) => void, texts?: Record<string, string>) {
  const explain = useExplain();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>({});

  async function create(form: HTMLFormElement, json: unknown): Promise<void> {
    if (busy) return;
    setBusy(true);
    setProblem({});
    const answer = await request<T>(path, { method: 'POST', json });
    setBusy(false);
    if (!answer.ok) {
      const { fields } = answer.failure;
      return setProblem(Object.keys(fields).length > 0 ? explain.fields(answer.failure, texts) : { form: explain.failure(answer.failure) });
    }
    form.reset();
    onCreated(answer.value);
  }

  return { busy, problem, setProblem, create };
}

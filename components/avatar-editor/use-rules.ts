import { useEffect, useState } from 'react';
import { request } from '../api/request';
import type { Limits } from '../api/resource';
import type { UploadRules } from '../api/rules';
import { onPolicyChange } from '../live/policy';

/** The rules that the page was rendered with, and later those of each change of the policy. */
export function useRules(rendered: UploadRules): UploadRules {
  const [rules, setRules] = useState(rendered);
  useEffect(
    () =>
      onPolicyChange(async () => {
        const answer = await request<Limits>('/api/limits');
        if (!answer.ok) return;
        const { maxBytes, directUploadBytes, formats, locked } = answer.value;
        setRules((now) => ({
          ...now,
          maxBytes,
          directUploadBytes,
          formats: formats.map(({ format }) => format),
          locked: now.ownLock || (locked && !now.exempt),
        }));
      }),
    [],
  );
  return rules;
}

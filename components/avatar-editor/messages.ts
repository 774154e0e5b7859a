import { useMemo } from 'react';
import { FORMATS, type InputFormat } from '@/lib/imaging/media-types';
import type { Failure } from '../api/failure';
import type { UploadRules } from '../api/rules';
import { useLocale, useTexts } from '../texts/texts';
import { useExplain } from '../texts/use-explain';
import { formatBytes } from './format-bytes';
import type { Problem } from './state-machine';

/** Work at risk when something fails: a framed picture, or nothing if the picture could not be opened. */
export type Stage = 'framed' | 'unopened';

type FileRules = Pick<UploadRules, 'maxBytes' | 'formats'>;

const choose = (text: string): Problem => ({ text, next: 'choose' });
const retry = (text: string): Problem => ({ text, next: 'retry' });

/** Failures after which the same request may succeed, by the text that they have. */
const TRANSIENT = {
  offline: 'offline',
  unreachable: 'unreachable',
  timeout: 'timeout',
  rate_limited: 'rate_limited',
  busy: 'busy',
  truncated_body: 'truncated_body',
  upload_not_found: 'truncated_body',
  body_too_slow: 'body_too_slow',
  storage_failed: 'internal',
  internal: 'internal',
  unexpected: 'internal',
} as const;

/** Problems with files and pictures, in the language of the page. */
export function useMessages() {
  const t = useTexts('picture.problems');
  const locale = useLocale();
  const explain = useExplain();
  return useMemo(() => {
    const size = (bytes: number) => formatBytes(bytes, locale);
    const list = (formats: readonly InputFormat[]) => listFormats(formats, locale);
    const wrongType = (formats: readonly InputFormat[]) =>
      formats.length === 0 ? t('noFormat') : t('wrongType', { formats: list(formats) });
    const noHeic = (formats: readonly InputFormat[]) => t('noHeic', { formats: list(formats) });

    /** Turns a failure into a message with the exceeded limit and advice. */
    function failure(failed: Failure, { maxBytes, formats }: FileRules, stage: Stage = 'framed'): Problem {
      const { code, limitBytes, retryAfterSeconds } = failed;
      if (Object.hasOwn(TRANSIENT, code)) {
        const wait = formatWait(retryAfterSeconds ?? (code === 'busy' ? 10 : 60), locale);
        const problem = retry(t(`${stage}.${TRANSIENT[code as keyof typeof TRANSIENT]}`, { wait }));
        return code === 'offline' ? { ...problem, isOffline: true } : problem;
      }
      switch (code) {
        case 'not_authenticated':
        case 'invalid_credentials':
          return { text: t('signedOut'), next: 'sign-in' };
        case 'file_too_large':
          return choose(
            limitBytes === undefined ? t('refusedByProxy', { limit: size(maxBytes) }) : t('refusedSize', { limit: size(limitBytes) }),
          );
        case 'unsupported_format':
          if (failed.details.reason === 'page') return choose(explain.failure(failed));
          return choose(formats.length === 0 ? t('noFormat') : t('wrongContent', { formats: list(formats) }));
        case 'heic_unsupported':
          return choose(noHeic(formats));
        case 'corrupt_image':
          return choose(t('damaged'));
        case 'file_blocked':
          return choose(t('blocked'));
        case 'changes_disabled':
          return choose(t('locked'));
        case 'precondition_failed':
          return choose(t('changed'));
        case 'empty_file':
          return choose(t('empty'));
        case 'too_many_pixels':
        case 'too_complex':
          return choose(explain.failure(failed));
        default:
          return retry(explain.failure(failed));
      }
    }

    return {
      failure,
      /** A problem with a file chosen during an edit. Offers no retry, which would save the edit instead of opening the file. */
      duringEdit: ({ text, next, ...rest }: Problem): Problem => ({
        ...rest,
        text: t('during', { problem: text }),
        next: next === 'retry' ? 'choose' : next,
      }),
      /** The picture that was re-framed is gone, and this browser still has it. */
      removed: (): Problem => ({ text: t('removed'), next: 'save-new' }),
      several: () => choose(t('several')),
      empty: () => choose(t('empty')),
      noFormat: () => choose(t('noFormat')),
      wrongType: (formats: readonly InputFormat[]) => choose(wrongType(formats)),
      noHeic: (formats: readonly InputFormat[]) => choose(noHeic(formats)),
      tooLarge(bytes: number, maxBytes: number): Problem {
        const limit = size(maxBytes);
        return choose(size(bytes) === limit ? t('justTooLarge', { limit }) : t('tooLarge', { size: size(bytes), limit }));
      },
    };
  }, [t, locale, explain]);
}

export type Messages = ReturnType<typeof useMessages>;

/** Lists formats for a sentence: `JPEG, PNG or GIF`. */
export function listFormats(formats: readonly InputFormat[], locale: string): string {
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format(formats.map((format) => FORMATS[format].label));
}

/** Formats a wait, rounded up: `30 seconds`, `1 second`, `5 minutes`. */
function formatWait(seconds: number, locale: string): string {
  const [unit, count] = seconds > 120 ? ['minute', seconds / 60] : ['second', seconds];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.ceil(count));
}

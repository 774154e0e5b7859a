import { Dices, LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import { drawingUrl, fetchDrawing } from '../../../api/fetch-drawing';
import type { UploadRules } from '../../../api/rules';
import { useTexts } from '../../../texts/texts';
import { Button } from '../../../ui/button';
import { cn } from '../../../ui/cn';
import { useMessages } from '../../messages';
import { ProblemNotice } from '../../problem-notice';
import type { Problem } from '../../state-machine';
import { STYLES } from './styles';

/** Pixels of a tile, for sharp drawings on dense screens. */
const TILE_SIDE = 224;

/** Any text makes other drawings. */
const newSeed = () => crypto.getRandomValues(new Uint32Array(2)).join('');

/** One drawing of each style. Choosing one takes it. */
export function DrawingGallery({ rules, onFile }: { rules: UploadRules; onFile: (file: File) => void }) {
  const t = useTexts('sources.drawings');
  const messages = useMessages();
  const [seed, setSeed] = useState(newSeed);
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function take(style: string) {
    if (busy) return;
    setBusy(style);
    setProblem(null);
    const answer = await fetchDrawing(style, seed);
    setBusy(null);
    if (answer.ok) onFile(answer.value);
    else setProblem(messages.failure(answer.failure, rules, 'unopened'));
  }

  return (
    <div className="space-y-4">
      <ul aria-label={t('drawings')} className="grid grid-cols-3 gap-1 min-[26rem]:grid-cols-4 sm:grid-cols-5 sm:gap-3">
        {STYLES.map((style) => (
          <li key={style}>
            <button
              type="button"
              aria-disabled={busy !== null}
              onClick={() => void take(style)}
              className="group flex w-full flex-col items-center gap-1.5 rounded-xl border border-transparent p-1.5 text-center text-xs hover:bg-sunken sm:text-sm"
            >
              <Drawing src={drawingUrl(style, seed, TILE_SIDE)} isBusy={busy === style} />
              {t(`styles.${style}`)}
            </button>
          </li>
        ))}
      </ul>
      {problem && <ProblemNotice problem={problem} />}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted text-sm">{t('about')}</p>
        <Button onClick={() => setSeed(newSeed())}>
          <Dices aria-hidden="true" /> {t('shuffle')}
        </Button>
      </div>
    </div>
  );
}

/** A drawing, in place of a skeleton until it has loaded. One that fails leaves a plain circle. */
function Drawing({ src, isBusy }: { src: string; isBusy: boolean }) {
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading');
  return (
    <span className="relative block aspect-square w-full overflow-hidden rounded-full ring-1 ring-ink/10">
      <span aria-hidden="true" className={cn('absolute inset-0 bg-sunken', state === 'loading' && 'motion-safe:animate-shimmer')} />
      <img
        src={src}
        alt=""
        width={TILE_SIDE}
        height={TILE_SIDE}
        onLoad={() => setState('shown')}
        onError={() => setState('failed')}
        className={cn(
          'relative size-full motion-safe:transition-[opacity,scale] motion-safe:group-hover:scale-105',
          state !== 'shown' && 'opacity-0',
          isBusy && 'opacity-40',
        )}
      />
      {isBusy && <LoaderCircle className="absolute inset-0 m-auto size-6 text-accent motion-safe:animate-spin" aria-hidden="true" />}
    </span>
  );
}

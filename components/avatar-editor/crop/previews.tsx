import { useTexts } from '../../texts/texts';
import { cn } from '../../ui/cn';
import { shownBackground, shownCrop, type Work } from '../work';
import { Backdrop, PictureLayer } from './picture-layer';
import type { Shape } from './use-shape';

interface PreviewsProps {
  /** Null while the picture opens. */
  work: Work | null;
  /** Object URL of the picture, or of its first frame. */
  url: string;
  shape: Shape;
  /** Name of the person, as other people see it. */
  name: string;
}

const THEMES = ['light', 'dark'] as const;

/** The picture where other people will see it, at true size, on light and dark pages. */
export function Previews(props: PreviewsProps) {
  return (
    <div className="grid grid-cols-2 overflow-hidden rounded-xl border border-line">
      {THEMES.map((theme) => (
        <Places key={theme} theme={theme} {...props} />
      ))}
    </div>
  );
}

function Places({ theme, work, url, shape, name }: PreviewsProps & { theme: (typeof THEMES)[number] }) {
  const t = useTexts('crop.side');
  const quiet = theme === 'light' ? 'text-[#5c5c63]' : 'text-[#a9a9b2]';
  const [first = name] = name.split(' ');
  const show = (size: number) => <Preview {...{ work, url, shape, size }} testId={`preview-${size}-${theme}`} />;
  return (
    <ul
      aria-label={t(theme === 'light' ? 'onLight' : 'onDark')}
      className={cn(
        'min-w-0 space-y-2.5 p-3 text-xs leading-tight',
        theme === 'light' ? 'bg-white text-[#1b1b1f]' : 'bg-[#17181c] text-[#f1f1f4]',
      )}
    >
      <li className="flex items-center gap-2">
        {show(48)}
        <span className="min-w-0">
          <span className="block truncate font-semibold">{first}</span>
          <span className={quiet}>{t('member')}</span>
        </span>
      </li>
      <li className="flex items-start gap-2">
        {show(40)}
        <span className="min-w-0 pt-0.5">
          <span className="block truncate font-semibold">{first}</span>
          <span className="block">{t('comment')}</span>
        </span>
      </li>
      <li className="flex items-end gap-2">
        {show(32)}
        <span className={cn('rounded-2xl rounded-es-sm px-2.5 py-2', theme === 'light' ? 'bg-[#ececf0]' : 'bg-[#2c2d34]')}>
          {t('chat')}
        </span>
      </li>
      <li className="flex min-w-0 items-center gap-1.5">
        {show(24)}
        <bdi className="min-w-0 truncate font-medium">@{first}</bdi>
      </li>
    </ul>
  );
}

const RADIUS: Record<Shape, string> = { circle: 'rounded-full', rounded: 'rounded-[24%]', square: '' };

interface PreviewProps {
  work: Work | null;
  url: string;
  shape: Shape;
  /** Side in CSS pixels. */
  size: number;
  testId: string;
}

function Preview({ work, url, shape, size, testId }: PreviewProps) {
  const crop = work && shownCrop(work);
  return (
    <span
      data-testid={testId}
      className={cn('relative block shrink-0 overflow-hidden', RADIUS[shape], !work && 'bg-control-line/25')}
      style={{ width: size, height: size }}
    >
      {work && crop && (
        <>
          <Backdrop background={shownBackground(work)} url={url} crop={crop} size={size} />
          <PictureLayer url={url} picture={work.picture} crop={crop} size={size} />
        </>
      )}
    </span>
  );
}

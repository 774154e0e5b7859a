import type { Crop } from '../../api/resource';
import { cn } from '../../ui/cn';
import { useReducedMotion } from '../../ui/use-reduced-motion';
import { shownCrop, type Work } from '../state-machine';
import { type Extent, rotatedExtent } from './framing';

const SIZES = [256, 96, 48, 24] as const;
const SHAPES = ['round', 'square'] as const;

/** The picture as others will see it, in typical sizes. */
export function Previews({ work }: { work: Work }) {
  const crop = shownCrop(work);
  const isStill = useReducedMotion();
  const { opaque, stillUrl } = work.source;
  const url = (isStill && stillUrl) || work.source.url;
  const [large, ...small] = SIZES;
  const show = (size: number, shape: (typeof SHAPES)[number]) => (
    <Preview key={`${size} ${shape}`} {...{ url, opaque, crop, size, shape }} picture={work.picture} />
  );
  return (
    <section aria-label="Preview">
      <h2 className="mb-3 font-medium text-sm">Preview</h2>
      <div className="flex flex-wrap gap-4">{SHAPES.map((shape) => show(large, shape))}</div>
      <div className="mt-4 flex flex-wrap items-center gap-4">{small.flatMap((size) => SHAPES.map((shape) => show(size, shape)))}</div>
    </section>
  );
}

interface PreviewProps {
  url: string;
  opaque: boolean;
  crop: Crop;
  picture: Extent;
  /** Side in CSS pixels. */
  size: number;
  shape: 'round' | 'square';
}

/** The whole picture, transformed so that the crop fills the box. No canvas, which fails on large photos. */
function Preview({ url, opaque, crop, picture, size, shape }: PreviewProps) {
  const scale = size / crop.width;
  const box = rotatedExtent(picture, crop.rotate);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return (
    <div
      data-testid={`preview-${size}-${shape}`}
      className={cn('relative shrink-0 overflow-hidden', shape === 'round' && 'rounded-full', !opaque && 'light-and-dark')}
      style={{ width: size, height: size }}
    >
      <img
        src={url}
        alt=""
        draggable={false}
        className="absolute max-w-none"
        style={{
          width,
          height,
          left: (box.width / 2 - crop.x) * scale - width / 2,
          top: (box.height / 2 - crop.y) * scale - height / 2,
          transform: `rotate(${crop.rotate}deg)`,
        }}
      />
    </div>
  );
}

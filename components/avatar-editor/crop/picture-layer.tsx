import { cn } from '../../ui/cn';
import { type Extent, type FramedCrop, rotatedExtent } from './framing';
import { useBlurredCopy } from './use-blurred-copy';

interface PictureLayerProps {
  url: string;
  /** Size of the original, which a preview in `url` may not have. */
  picture: Extent;
  crop: FramedCrop;
  /** Side of the square that the crop fills, in CSS pixels. */
  size: number;
  className?: string;
  testId?: string;
}

/**
 * The whole picture, transformed so that the crop fills a square at the start of its container. No canvas, which fails on large photos.
 * From the crop that is sent, so that the saved picture is the one that is shown. The sides stay those of the picture, which are whole:
 * browsers round the sides of an image to pixels of the screen, and would move its content by up to a pixel.
 */
export function PictureLayer({ url, picture, crop, size, className, testId }: PictureLayerProps) {
  const scale = size / crop.width;
  const box = rotatedExtent(picture, crop.rotate);
  const { width, height } = picture;
  const [middleX, middleY] = [(box.width / 2 - crop.x) * scale, (box.height / 2 - crop.y) * scale];
  const mirrored = crop.flip ? -scale : scale;
  return (
    <img
      src={url}
      alt=""
      draggable={false}
      // In the same frame as what is around it. It is decoded by then.
      decoding="sync"
      data-testid={testId}
      className={cn('pointer-events-none absolute max-w-none select-none', className)}
      style={{
        // Sides of the picture, in every script.
        top: 0,
        left: 0,
        width,
        height,
        transformOrigin: '0 0',
        // Applied from the right: about its middle, scaled and mirrored, then rotated, then moved.
        transform: `translate(${middleX}px, ${middleY}px) rotate(${crop.rotate}deg) scale(${mirrored}, ${scale}) translate(${-width / 2}px, ${-height / 2}px)`,
      }}
    />
  );
}

interface BackdropProps {
  background: string;
  url: string;
  crop: FramedCrop;
  /** In CSS pixels. */
  size: number;
}

/** The background of a square, behind transparent pixels and around a picture that does not fill it. */
export function Backdrop({ background, url, crop, size }: BackdropProps) {
  const quarters = Math.round(crop.rotate / 90) % 4;
  const copy = useBlurredCopy(background === 'blur' ? url : null, { quarters, flip: crop.flip ?? false });
  if (background === 'transparent') return null;
  if (background !== 'blur') return <div className="absolute inset-0" style={{ backgroundColor: background }} />;
  if (copy === null) return <div className="absolute inset-0 bg-white" />;
  return <img src={copy} alt="" draggable={false} className="absolute max-w-none" style={{ top: 0, left: 0, width: size, height: size }} />;
}

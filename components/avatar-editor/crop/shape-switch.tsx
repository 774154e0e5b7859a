import { useTexts } from '../../texts/texts';
import { SHAPES, type Shape } from './use-shape';

const RADIUS: Record<Shape, string> = { circle: '50%', rounded: '28%', square: '2px' };

/** Switches the shape of the frame: only the view, because pages cut the picture to their own shape. */
export function ShapeSwitch({ shape, onChange }: { shape: Shape; onChange: (shape: Shape) => void }) {
  const t = useTexts('crop.stage');
  return (
    <fieldset className="editor-glass editor-shape-switch" aria-label={t('shape')}>
      {SHAPES.map((one) => (
        <label key={one} className="editor-shape" title={t(one)}>
          <input
            type="radio"
            name="shape"
            value={one}
            aria-label={t(one)}
            checked={one === shape}
            onChange={() => onChange(one)}
            className="sr-only"
          />
          <span aria-hidden="true" className="block size-4 border-2 border-current" style={{ borderRadius: RADIUS[one] }} />
        </label>
      ))}
    </fieldset>
  );
}

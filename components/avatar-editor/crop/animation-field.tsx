import type { Dispatch } from 'react';
import { useTexts } from '../../texts/texts';
import { Range } from '../../ui/range';
import { Switch } from '../../ui/switch';
import type { Edit } from '../edits';
import type { Work } from '../work';

interface AnimationFieldProps {
  work: Work;
  /** Number of frames; 0 if it is not known. */
  frames: number;
  dispatch: Dispatch<Edit>;
  /** Called when the person looks for a still frame. */
  onChoose: () => void;
  isDisabled: boolean;
}

/** How an animation is shown: its still frame, and whether it moves. */
export function AnimationField({ work, frames, dispatch, onChoose, isDisabled }: AnimationFieldProps) {
  const t = useTexts('crop.animation');
  const { stillFrame, animate } = work;
  return (
    <fieldset className="space-y-3" aria-label={t('label')}>
      {frames > 1 && (
        <div>
          <Range
            label={t('frame')}
            shown={t('shown', { frame: stillFrame + 1, frames })}
            value={stillFrame + 1}
            min={1}
            max={frames}
            step={1}
            isDisabled={isDisabled}
            onChange={(value) => {
              if (isDisabled) return;
              onChoose();
              dispatch({ type: 'stillFrame', stillFrame: value - 1, gesture: 'still frame' });
            }}
          />
          <p className="text-muted text-xs">{t('about')}</p>
        </div>
      )}
      <Switch
        label={t('never')}
        about={t('neverAbout')}
        checked={!animate}
        aria-disabled={isDisabled}
        onChange={({ currentTarget }) => !isDisabled && dispatch({ type: 'animate', animate: !currentTarget.checked })}
      />
    </fieldset>
  );
}

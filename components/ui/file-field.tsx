import { type ComponentProps, useId } from 'react';
import { useTexts } from '../texts/texts';

interface FileFieldProps extends Omit<ComponentProps<'input'>, 'type'> {
  label: string;
  /** The name of the chosen file. */
  chosen: string | undefined;
}

/** A file input. Browsers label their own button in the language of the browser, not of the page. */
export function FileField({ label, chosen, 'aria-describedby': describedBy, ...rest }: FileFieldProps) {
  const t = useTexts('controls');
  const id = useId();
  return (
    <div className="space-y-1.5">
      <span id={`${id}-label`} className="block font-medium text-sm">
        {label}
      </span>
      <label className="ui-control flex cursor-pointer items-center gap-3 p-2 text-sm has-disabled:cursor-default has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2">
        <span className="shrink-0 rounded-md border border-transparent bg-sunken px-[11px] py-[5px] font-medium">{t('chooseFile')}</span>
        <span id={`${id}-chosen`} className={chosen ? 'wrap-anywhere min-w-0' : 'min-w-0 text-muted'}>
          {chosen ? <bdi>{chosen}</bdi> : t('noFile')}
        </span>
        <input
          type="file"
          className="sr-only"
          aria-labelledby={`${id}-label`}
          aria-describedby={[`${id}-chosen`, describedBy].filter(Boolean).join(' ')}
          {...rest}
        />
      </label>
    </div>
  );
}

import { type ComponentProps, useId } from 'react';
import { useTexts } from '../texts/texts';

interface FileFieldProps extends Omit<ComponentProps<'input'>, 'type'> {
  label: string;
  /** The name of the chosen file. */
  chosen: string | undefined;
}

/**
 * A file input. Browsers label their own button in the language of the browser, not of the page. The invisible input covers what is drawn
 * instead: browsers open a file that is dropped beside an input in place of the page.
 */
export function FileField({ label, chosen, 'aria-describedby': describedBy, ...rest }: FileFieldProps) {
  const t = useTexts('controls');
  const id = useId();
  return (
    <div className="space-y-1.5">
      <label id={`${id}-label`} htmlFor={id} className="block font-medium text-sm">
        {label}
      </label>
      <div className="ui-control relative flex items-center gap-3 p-2 text-sm hover:not-has-disabled:border-ink/60 has-disabled:opacity-60 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2">
        <span id={`${id}-button`} className="shrink-0 rounded-md border border-transparent bg-sunken px-[11px] py-[5px] font-medium">
          {t('chooseFile')}
        </span>
        <span id={`${id}-chosen`} className={chosen ? 'wrap-anywhere min-w-0' : 'min-w-0 text-muted'}>
          {chosen ? <bdi>{chosen}</bdi> : t('noFile')}
        </span>
        <input
          id={id}
          type="file"
          className="absolute inset-0 size-full cursor-pointer opacity-0 file:cursor-pointer disabled:pointer-events-none"
          aria-labelledby={`${id}-label ${id}-button`}
          aria-describedby={[`${id}-chosen`, describedBy].filter(Boolean).join(' ')}
          {...rest}
        />
      </div>
    </div>
  );
}

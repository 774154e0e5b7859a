import { SelectArrow } from '../ui/select';

interface LanguageChoiceProps {
  /** Where the form is posted. */
  action: string;
  current: string;
  /** Each in its own language, as those who speak it look for it. */
  languages: readonly { value: string; label: string }[];
  texts: { label: string; submit: string };
}

/** The language of pages for visitors. Without scripts: most visitors never use it. */
export function LanguageChoice({ action, current, languages, texts: { label, submit } }: LanguageChoiceProps) {
  return (
    <form
      method="post"
      action={action}
      // The form leads back by the Referer header. Pages with the token of a link send none: the choice would lose the link.
      className="flex flex-wrap items-center gap-2 [:root:has(meta[content=no-referrer])_&]:hidden"
    >
      <div className="relative">
        <select
          name="language"
          aria-label={label}
          defaultValue={current}
          autoComplete="off"
          className="ui-control min-h-9 w-auto appearance-none py-1 pe-9 text-sm"
        >
          {languages.map(({ value, label: name }) => (
            <option key={value} value={value} lang={value}>
              {name}
            </option>
          ))}
        </select>
        <SelectArrow />
      </div>
      <button type="submit" className="min-h-9 rounded-lg px-2.5 font-medium text-ink underline-offset-4 hover:underline">
        {submit}
      </button>
    </form>
  );
}

import type { PageTexts } from '../texts/catalogues';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Select } from '../ui/select';

/** Searches by the address of the page, so that a search can be linked to and the browser’s Back button works. */
export function SearchForm({ q, role, state, texts: t }: { q: string; role: string; state: string; texts: PageTexts<'people'> }) {
  return (
    <search>
      <form
        method="get"
        action="/settings/people"
        className="grid items-end gap-4 rounded-2xl border border-line bg-surface p-4 shadow-card sm:grid-cols-[minmax(0,1fr)_10rem_9rem_auto]"
      >
        <Field label={t('search.query')} name="q" type="search" defaultValue={q} maxLength={200} />
        <Select
          label={t('search.role')}
          name="role"
          defaultValue={role}
          options={[
            { value: '', label: t('search.any') },
            { value: 'admin', label: t('search.admins') },
            { value: 'member', label: t('search.members') },
          ]}
        />
        <Select
          label={t('search.state')}
          name="state"
          defaultValue={state}
          options={[
            { value: '', label: t('search.any') },
            { value: 'enabled', label: t('search.enabled') },
            { value: 'disabled', label: t('search.disabled') },
          ]}
        />
        <Button type="submit" variant="primary" className="min-h-11">
          {t('search.submit')}
        </Button>
      </form>
    </search>
  );
}

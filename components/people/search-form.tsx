import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Select } from '../ui/select';

/** Searches by the address of the page, so that a search can be linked to and the browser’s Back button works. */
export function SearchForm({ q, role, state }: { q: string; role: string; state: string }) {
  return (
    <search>
      <form
        action="/settings/people"
        className="grid items-end gap-4 rounded-2xl border border-line bg-surface p-4 shadow-card sm:grid-cols-[minmax(0,1fr)_10rem_9rem_auto]"
      >
        <Field label="Name or e-mail address" name="q" type="search" defaultValue={q} maxLength={200} />
        <Select
          label="Role"
          name="role"
          defaultValue={role}
          options={[
            { value: '', label: 'Any' },
            { value: 'admin', label: 'Administrators' },
            { value: 'member', label: 'Members' },
          ]}
        />
        <Select
          label="State"
          name="state"
          defaultValue={state}
          options={[
            { value: '', label: 'Any' },
            { value: 'enabled', label: 'Enabled' },
            { value: 'disabled', label: 'Disabled' },
          ]}
        />
        <Button type="submit" variant="primary" className="min-h-11">
          Search
        </Button>
      </form>
    </search>
  );
}

import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Select } from '../ui/select';
import { ACTIONS } from './actions';

const OPTIONS = [{ value: '', label: 'Any' }, ...Object.entries(ACTIONS).map(([value, label]) => ({ value, label }))];

/** Filters by the address of the page, so that a selection can be linked to and the browser’s Back button works. */
export function AuditFilter({ action, subject, actor }: { action: string; subject: string; actor: string }) {
  return (
    <search>
      <form
        action="/settings/audit"
        className="grid items-end gap-4 rounded-2xl border border-line bg-surface p-4 shadow-card sm:grid-cols-[minmax(0,1fr)_11rem_9rem_auto]"
      >
        <Select label="Action" name="action" defaultValue={action} options={OPTIONS} />
        <Field label="Number of the person" name="subject" inputMode="numeric" defaultValue={subject} />
        <Field label="Done by number" name="actor" inputMode="numeric" defaultValue={actor} />
        <Button type="submit" variant="primary" className="min-h-11">
          Show
        </Button>
      </form>
    </search>
  );
}

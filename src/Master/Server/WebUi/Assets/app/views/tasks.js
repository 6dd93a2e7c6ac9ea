import { h } from '../dom.js';
import { master } from '../cluster.js';
import { table } from '../table.js';
import { taskColumns } from './columns.js';

const page = 500;

export default async function tasks({ offset = '0' }) {
  const from = Math.max(0, Number.parseInt(offset, 10) || 0);
  const [{ tasks: shown }, { slaves }] = await Promise.all([master('tasks', { limit: page, offset: from }), master('state-summary')]);
  const to = (text, target) => h('a', { href: `#/tasks?offset=${target}` }, text);
  return h('div', {}, h('h1', {}, 'Tasks'), table('The latest first', taskColumns(new Map(slaves.map(({ id, hostname }) => [id, hostname]))), shown),
    h('p', {}, from > 0 && to('← later', Math.max(0, from - page)), ' ', shown.length === page && to('earlier →', from + page)));
}

// Asks the master, and agents through it.

export class NotLeading extends Error {}

export async function ask(path) {
  const answer = await fetch(path, { redirect: 'manual', headers: { Accept: 'application/json' } });
  if (answer.type === 'opaqueredirect') throw new NotLeading('This master does not lead.');
  if (!answer.ok) throw new Error(`${path.split('?')[0]}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

const query = (values) => new URLSearchParams(Object.entries(values).filter(([, value]) => value !== undefined && value !== '')).toString();

export const master = (name, values = {}) => ask(`${name}?${query(values)}`);

export const agent = (id, name, values = {}) => ask(`agent/${encodeURIComponent(id)}/${name}?${query(values)}`);

export const downloadUrl = (id, path) => `agent/${encodeURIComponent(id)}/files/download?${query({ path })}`;

/** An executor as its agent knows it, running or completed, and its framework. */
export async function executor(agentId, frameworkId, executorId) {
  const { frameworks = [], completed_frameworks: past = [] } = await agent(agentId, 'state');
  for (const framework of [...frameworks, ...past].filter(({ id }) => id === frameworkId)) {
    const found = [...framework.executors ?? [], ...framework.completed_executors ?? []].find(({ id }) => id === executorId);
    if (found) return found;
  }
  throw new Error(`The agent no longer knows executor ${executorId}: its sandbox has been collected.`);
}

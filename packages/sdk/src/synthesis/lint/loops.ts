/** Follows references between named things and tells which lie on a loop, each loop once, by its first name. */
export function loopsOf(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const done = new Set<string>();
  const loops: string[][] = [];
  for (const start of edges.keys()) {
    // a path of names from `start`, each with the references that are still to follow
    const path: { readonly name: string; readonly rest: string[] }[] = [];
    const onPath = new Map<string, number>();
    const enter = (name: string) => {
      const at = onPath.get(name);
      if (at !== undefined) loops.push(path.slice(at).map((step) => step.name));
      if (at !== undefined || done.has(name)) return;
      onPath.set(name, path.length);
      path.push({ name, rest: [...(edges.get(name) ?? [])] });
    };
    enter(start);
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const next = last.rest.shift();
      if (next !== undefined) {
        enter(next);
        continue;
      }
      done.add(last.name);
      onPath.delete(last.name);
      path.pop();
    }
  }
  return loops;
}

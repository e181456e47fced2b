/** Whether a group of the model holds nothing, so that it is as good as absent. */
export function allNull(group: object): boolean {
  return Object.values(group).every((value) => value === null)
}

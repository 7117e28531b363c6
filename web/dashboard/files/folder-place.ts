// The address of a folder within the dashboard.

export function folderTo(path: string): string {
  return `files?${new URLSearchParams({path})}`;
}

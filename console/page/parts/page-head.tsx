/** A page's title, its views as links, and what is done with all of it. */
import type { ComponentChildren } from "preact";
import { CopyLink } from "./copy-button.tsx";

interface PageHeadProps {
  readonly title: string;
  readonly views?: readonly { readonly title: string; readonly href: string; readonly isShown: boolean }[];
  readonly children?: ComponentChildren;
}

export function PageHead({ title, views = [], children }: PageHeadProps) {
  return (
    <div class="page-head">
      <h1>{title}</h1>
      {views.length > 0 && (
        <nav class="views" aria-label={`Views of ${title}`}>
          {views.map((view) => (
            <a key={view.title} href={view.href} aria-current={view.isShown ? "page" : undefined}>
              {view.title}
            </a>
          ))}
        </nav>
      )}
      <div class="page-tools">
        {children}
        <CopyLink />
      </div>
    </div>
  );
}

"""The parts of the pages that look over the whole: tables, a funnel plot, the editor of a row."""

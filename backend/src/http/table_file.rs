//! A table as a file that spreadsheets open: UTF-8 with its mark, CRLF, and no cell that a spreadsheet would run.

/// Rows as CSV (RFC 4180). A cell that begins like a formula gets an apostrophe before it, as OWASP advises.
pub fn written(rows: &[Vec<String>]) -> String {
    let mut csv = String::from("\u{feff}");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        csv.push_str(&cells.join(","));
        csv.push_str("\r\n");
    }
    csv
}

fn quoted(cell: &str) -> String {
    let runs = cell.starts_with(['=', '+', '@', '\t', '\r']) || (cell.starts_with('-') && !is_number(cell));
    let cell = if runs { format!("'{cell}") } else { cell.to_owned() };
    match cell.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    }
}

fn is_number(cell: &str) -> bool {
    cell.chars().skip(1).all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_run() {
        let rows =
            [vec!["a,b".to_owned(), "nói \"có\"".to_owned(), "=1+1".to_owned()], vec!["-5.000".to_owned()]];
        assert_eq!(written(&rows), "\u{feff}\"a,b\",\"nói \"\"có\"\"\",'=1+1\r\n-5.000\r\n");
        assert_eq!(written(&[vec!["-cmd".to_owned()]]), "\u{feff}'-cmd\r\n");
    }
}

function Write-MfaBadRow {
    # Rows that a run cannot use, as warnings. A repetition of an earlier row is no mistake.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [AllowEmptyCollection()]
        [object[]] $Row
    )
    foreach ($one in $Row) {
        $text = "line $($one.line): $(ConvertTo-MfaValue $one.reason)"
        if ($one.duplicate) { Write-Verbose -Message $text }
        else { Write-Warning -Message $text }
    }
}

function Write-MfaNote {
    # Notes of an answer that has no object to carry them. What is always so is for the curious only.
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)]
        [AllowNull()]
        [object] $Notes,

        [Parameter(Position = 1)]
        [string] $About
    )
    foreach ($note in @($Notes)) {
        if ($null -eq $note) { continue }
        $text = ConvertTo-MfaValue $note.message
        if ($About) { $text = $About + ': ' + $text }
        $remedy = Get-MfaField $note 'remedy'
        if ($remedy) { $text = $text.TrimEnd('.') + '; ' + $remedy }
        if ('auditDelay', 'revocationDelay', 'roleNeedsSignIn' -contains $note.code) { Write-Verbose -Message $text }
        else { Write-Warning -Message $text }
    }
}

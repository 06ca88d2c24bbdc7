function ConvertTo-MfaKind {
    # The contract's spelling of method kinds, which people may type in any case. An unknown one goes on as it is: what
    # kinds there are is for the library to say.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Position = 0)]
        [AllowNull()]
        [string[]] $Kind
    )
    $known = Get-MfaKnownKind
    foreach ($text in $Kind) {
        $match = @($known | Where-Object -FilterScript { $_ -eq $text })
        if ($match.Count -gt 0) { $match[0] } else { $text }
    }
}

function ConvertTo-MfaJournal {
    # Lines of a journal as the contract takes them. They come as text or as objects; fields that only the journal itself
    # needs stay behind.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [AllowEmptyCollection()]
        [object[]] $Line
    )
    foreach ($one in $Line) {
        if ($one -is [string]) {
            if (-not $one.Trim()) { continue }
            $one = ConvertFrom-MfaJson $one
        }
        elseif ($one -is [System.Collections.IDictionary]) { $one = [pscustomobject] $one }
        $result = [ordered] @{}
        foreach ($name in 'at', 'answeredAt', 'userId', 'action', 'status', 'actorId', 'requestId', 'requestedBy', 'ticket', 'run') {
            $value = Get-MfaField $one $name
            if ($null -eq $value) { continue }
            if ($value -is [datetime]) { $result[$name] = ConvertTo-MfaInstant $value }
            else { $result[$name] = ConvertTo-MfaValue $value }
        }
        $result
    }
}

function Test-MfaRunAsked {
    # Whether a command for one person was given a parameter that only a run has: then it is one, however many people it is.
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        # The parameters that the caller of the command gave.
        [Parameter(Mandatory, Position = 0)]
        [System.Collections.IDictionary] $Bound
    )
    foreach ($name in 'Journal', 'JournalSink', 'MaximumPeople', 'ThrottleLimit', 'StopAfterFailures', 'TimeLimit', 'Strict') {
        if ($Bound.ContainsKey($name)) { return $true }
    }
    $false
}

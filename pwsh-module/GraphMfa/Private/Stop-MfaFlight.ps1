function Stop-MfaFlight {
    # Stops requests that nobody waits for any more: one, or all of a job.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [hashtable] $Flight,

        [Parameter(Position = 1)]
        [AllowNull()]
        [object] $Ask
    )
    foreach ($number in @($Flight.Keys)) {
        if ($null -ne $Ask -and $number -ne [int64] $Ask) { continue }
        $one = $Flight[$number]
        $Flight.Remove($number)
        # What .NET holds of it goes when the task has ended.
        $one.Cancel.Cancel()
    }
}

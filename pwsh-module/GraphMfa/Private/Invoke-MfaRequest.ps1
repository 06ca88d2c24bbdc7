function Invoke-MfaRequest {
    # Runs one request of the contract as a job of the native library, and waits for it. Gives Response, or Error and
    # Ends (whether the failure concerns the whole call). It throws nothing: a caller whose error preference is to be
    # silent would otherwise run on behind the throw. With -PassPart the parts of a long answer come first, one Part each.
    # With -Record it is a run: what is known of it is put there, and when its caller goes, it is let finish whom it has in hand.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [hashtable] $Entry,

        [Parameter(Mandatory, Position = 1)]
        [System.Collections.IDictionary] $Request,

        # The person, as the caller named it.
        [Parameter(Position = 2)]
        [AllowNull()]
        [object] $Target,

        [Parameter()]
        [switch] $PassPart,

        # What this process remembers of a run.
        [Parameter()]
        [AllowNull()]
        [hashtable] $Record,

        # For the passes of a job whose caller has gone.
        [Parameter()]
        [AllowNull()]
        [scriptblock] $DeliverPass
    )
    $ErrorActionPreference = 'Stop'
    $native = $Entry.Native
    $body = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-MfaJson $Request))
    [uint64] $job = 0
    $fault = $null
    $response = $null
    $status = $native::gmfa_job_start($Entry.Handle, $body, [System.UIntPtr]::new([uint64] $body.Length), [ref] $job)
    if ($status -ne 0) {
        $fault = Get-MfaNativeFault $status
    }
    else {
        $ended = $false
        if ($null -ne $Record) { $Record.Job = $job }
        try {
            while (-not $ended) {
                $buffer = [System.IntPtr]::Zero
                $size = [System.UIntPtr]::Zero
                # Short waits: Ctrl+C takes effect only between two calls.
                $status = $native::gmfa_job_next($job, [uint32] 200, [ref] $buffer, [ref] $size)
                if ($null -ne $Record -and $null -ne $Record.Sink -and $null -eq $Record.SinkFault) {
                    $Record.SinkFault = Copy-MfaJournal $Record
                    # Nobody new is begun; what is in hand is told as ever.
                    if ($null -ne $Record.SinkFault) { [void] $native::gmfa_job_cancel($job) }
                }
                if ($status -eq 1) { continue }
                if ($status -ne 0) {
                    $fault = Get-MfaNativeFault $status
                    break
                }
                $text = Receive-MfaBuffer -Buffer $buffer -Size $size
                if ($null -ne $script:GraphMfa.Watch) { $null = & $script:GraphMfa.Watch $text $job }
                $message = ConvertFrom-MfaJson $text
                if ($message.type -eq 'progress') {
                    if ($PassPart -and $message.event.type -in 'auditRows', 'registrationRows', 'hardwareTokens', 'text', 'badRows', 'plannedPeople', 'runPeople', 'runEstimated') { @{ Part = $message.event } }
                    else {
                        if ($null -ne $Record -and $message.event.type -eq 'runProgress') { $Record.Progress = $message.event.progress }
                        Write-MfaEvent $message.event
                    }
                }
                elseif ($message.type -like 'need*') { Send-MfaReply -Job $job -Question $message -Entry $Entry }
                elseif ($message.type -eq 'finished') {
                    $ended = $true
                    $response = $message.response
                    $Entry['Answered'] = $true
                    if ($null -ne $Record) { $Record.Response = $response }
                }
                elseif ($message.type -eq 'failed') {
                    $ended = $true
                    $fault = $message.error
                }
            }
        }
        finally {
            # Reached on Ctrl+C and when something downstream has had enough, too.
            if (-not $ended) {
                [void] $native::gmfa_job_cancel($job)
                if ($null -ne $Record) { Wait-MfaJob -Job $job -Entry $Entry -Record $Record -DeliverPass $DeliverPass }
            }
            if ($null -ne $Record) { $Record.Job = [uint64] 0 }
            [void] $native::gmfa_job_free($job)
        }
    }
    if ($null -ne $fault) {
        return @{ Error = New-MfaErrorRecord $fault $Target; Ends = (Get-MfaErrorKind $fault.code).Ends; Response = $null }
    }
    @{ Error = $null; Ends = $false; Response = $response }
}
